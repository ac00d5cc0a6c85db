check forms.md
