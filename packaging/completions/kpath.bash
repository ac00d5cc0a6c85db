# SPDX-License-Identifier: MIT
# bash: what can be completed is asked of kpath itself.

_kpath()
{
	local -a words=()
	local i w cur cut line glue=

	# bash splits at ':' and '=': put together what stood together
	for ((i = 1; i <= COMP_CWORD; i++)); do
		w=${COMP_WORDS[i]}
		if [[ ${#words[@]} -gt 0 && ( -n $glue || $w == [:=]* ) ]]; then
			words[-1]+=$w
		else
			words+=("$w")
		fi
		glue=
		[[ $w == [:=] && i -lt COMP_CWORD ]] && glue=1
	done
	[[ ${#words[@]} -gt 0 ]] || words=("")
	cur=${words[-1]}
	words[-1]=${cur#[\'\"]}
	# what bash takes for the word begins behind the last of these
	cut=
	[[ $cur == *[:=]* ]] && cut=${cur%"${cur##*[:=]}"}

	COMPREPLY=()
	while IFS= read -r line; do
		if [[ $line == :files ]]; then
			compopt -o filenames 2>/dev/null
			while IFS= read -r line; do
				COMPREPLY+=("$line")
			done < <(compgen -f -- "${cur##*=}")
			continue
		fi
		line=${line%%$'\t'*}
		line=${line#"$cut"}
		# system calls have parentheses in them
		[[ $cur == [\'\"]* || $line != *[^A-Za-z0-9_./:=,@%#+-]* ]] || printf -v line %q "$line"
		COMPREPLY+=("$line")
	done < <("${COMP_WORDS[0]/#\~/$HOME}" complete -q -- "${words[@]}" 2>/dev/null)
}

complete -F _kpath kpath
