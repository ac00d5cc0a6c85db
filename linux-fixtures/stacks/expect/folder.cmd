stack reports -d <db>
