stack reports -d <db> --recall
