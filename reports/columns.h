/* SPDX-License-Identifier: MIT */
/*
 * How an answer that is a table is shown, said once: its columns, and a
 * function that reads a row. Text, JSON, TSV, HTML, Markdown and the list of
 * cited files are printers of this description (text/text_form.c,
 * json/json_form.c, …); a format that has a printer is offered by every
 * answer. reports/answers/ holds a form for each answer; what is not a table
 * there (a path, a tree) has methods of its own in the form.
 */
#ifndef KPATH_REPORTS_COLUMNS_H
#define KPATH_REPORTS_COLUMNS_H

#include "prose.h"

/* How a piece of text is stressed on a terminal. */
enum text_style { TS_PLAIN, TS_NAME, TS_KIND, TS_LATER, TS_PLACE, TS_HEAD, TS_NOTE, TS_BAD };

enum cell_kind {
	CELL_END,	/* no column: behind the last one */
	CELL_WORD,	/* plain words */
	CELL_CODE,	/* a name, or a piece of source */
	CELL_FUNC,	/* id */
	CELL_OBJECT,	/* id of a table: its name */
	CELL_SLOT,	/* id of a slot: its name */
	CELL_RULE,	/* id */
	CELL_KIND,	/* id of a kind of call */
	CELL_PLACE,
	CELL_UINT,
	CELL_REAL,
	CELL_BOOL,
	CELL_TRUE,	/* yes, or not known */
	CELL_NAMES,	/* names, separated by commas */
	CELL_FUNCS,	/* functions by id, separated by commas */
	CELL_PLACES,	/* struct q_place[], separated by commas */
	CELL_CALLS,	/* call sites by id: who calls, and where */
	CELL_PAIRS,	/* struct k_pair[]: "key = value"; JSON: objects with these two */
	CELL_COUNTS,	/* struct cell_count[]: "direct 3, empty 1"; JSON: an object with these members */
	CELL_GUARDS,	/* the conditions that a place stands under, by the innermost; JSON only */
	CELL_ROUTE	/* struct q_flag_step[]: functions, and how one leads to the next */
};

struct cell_count { const char *name; double n; };

struct cell {
	const char *text;	/* WORD, CODE; NULL = "" */
	uint32_t id;		/* FUNC, OBJECT, SLOT, RULE, KIND, GUARDS; UINT, BOOL, TRUE: the value */
	struct q_place place;
	double real;
	const void *list;	/* NAMES: const char *const *; FUNCS, CALLS: const uint32_t *; PLACES, PAIRS, COUNTS, ROUTE */
	uint32_t nr;		/* of the list */
	uint8_t absent;		/* not in this answer: no member in JSON, empty elsewhere */
	uint8_t null;		/* not known: null in JSON, empty elsewhere */
	uint8_t hidden;		/* of a row's first cell: people are not shown this row */
	uint8_t style;		/* enum text_style in place of the column's; 0: as that says */
};

enum {
	COL_NULL = 1,		/* JSON: null where it is empty (functions and places always are) */
	COL_OPTIONAL = 2,	/* JSON: no member where it is empty */
	COL_JOIN = 4,		/* stands behind what is in its cell, not only where that is empty */
	COL_BELOW = 8,		/* text: a line of its own below the row */
	COL_NOT_JSON = 16,	/* for people and TSV */
	COL_TAIL = 32,		/* of a head; JSON: stands behind the tables */
	COL_RIGHT = 64,		/* text: numbers are aligned to the right, in `wide` digits or four */
	COL_SENTENCE = 128	/* text: what library code said, in the reader's language (report_message) */
};

/*
 * `text` and `page` are positions, from 1: which cell of a row it stands in,
 * in text and on pages (HTML, Markdown). Of columns with the same position the
 * first that is not empty is shown, and all with COL_JOIN behind it. 0: not
 * shown there. `key` names the member in JSON and the column in TSV, where a
 * function is KEY and KEY_file, a place KEY_file and KEY_line. A key of a head,
 * "trace.cut", is a member of an object; several columns may be of one object.
 */
struct column {
	const char *key;	/* NULL: for people only */
	enum cell_kind kind;
	uint8_t text, page;
	uint8_t flags;
	enum text_style style;
	const char *label;	/* heading on pages: a key of the catalogue */
	const char *before, *after;	/* text: what stands around it, or NULL */
	uint8_t wide;
	const char *behind;	/* of a head; JSON: stands behind the tables of this key */
};

#define COLUMNS_MAX 24

struct group_head {
	const char *title, *about;	/* in the report's language, or ""; about: a line below it */
	const char *name;		/* stands before `about`, or NULL */
	uint32_t rows;			/* of the group */
};

/* A table. Its result's rows are counted at the offset `nr` (uint32_t), by `count`, or by `span`. */
struct section {
	const char *key;	/* JSON: name of the array; sections that share one follow each other */
	const char *title;	/* text: "stored in"; NULL: no heading. All are keys of the catalogue. */
	const char *page_title;	/* heading on pages, or NULL */
	const char *empty;	/* said where there are no rows; NULL: nothing is */
	const struct column *column;	/* ends with CELL_END */
	size_t nr;
	void (*span)(const void *res, unsigned arg, uint32_t *first, uint32_t *nr);
	unsigned arg;
	uint32_t (*count)(const struct report *r, const void *res);
	/* Fills the cells of one row, which are zeroed. Strings in the arena
	 * live until the next row. */
	void (*row)(const struct report *r, const void *res, uint32_t i, struct cell *c,
		    struct arena *a);
	/* What stands above row `i` where a new group of rows begins there; NULL:
	 * none does. JSON and TSV do not group. */
	const struct group_head *(*group)(const struct report *r, const void *res, uint32_t i,
					  struct arena *a);
	int only_data;		/* for JSON and TSV */
	int only_people;	/* for neither of these: sentences */
	int only_verbose;	/* with -v */
	uint32_t limit;		/* text: rows without -v; 0: all */
	int stressed;		/* text: the heading stands out by itself, without a colon */
	int folded;		/* HTML: behind a heading that unfolds it */
	int not_flat;		/* a view of other sections, which tables of values (TSV) have */
	/* The columns of such a table where they are not `column` in their order: headers,
	 * with "=KEY.PART" behind one that is not named like its key; PART is
	 * name, file or line. */
	const char *flat;
};

/* A line that is said where the head's cell `when` is not empty (NULL: always). */
struct form_note {
	const char *when;
	const char *mark;	/* a sign that the table uses ("?"), or NULL */
	const char *text;	/* a template with gaps that are keys of the head */
	int first;		/* before the tables */
	int only_text;		/* pages say it by themselves */
	int apart;		/* text: an empty line parts it from the tables */
};

struct Agraph_s;

struct form {
	const char *name;		/* of the answer */
	/*
	 * The head: what the answer says besides its tables. Its keys are the gaps
	 * of the templates: `title` for text (with [parts] that are left out where
	 * a gap in them is empty), `lead` for pages. NULL: none.
	 */
	const char *title, *lead;
	const struct column *head;
	void (*head_row)(const struct report *r, const void *res, struct cell *c, struct arena *a);
	const struct section *section;
	size_t nr_sections;
	const struct form_note *note;	/* ends with text NULL */
	const char *first_format;	/* NULL: text */
	int cites_all;			/* so many files that only JSON says whether they changed */

	/* Pictures: for SVG at most `max` edges (0: all). */
	struct Agraph_s *(*draw)(struct report *r, const void *res, uint32_t max);
	int (*mermaid)(struct report *r, const void *res, struct strbuf *err);
	int drawn_in_part;		/* draw() heeds `max` */
	int pictured;			/* pages show the picture above the tables */
	int (*crowded)(const void *res);	/* too much for arrows: in Markdown `grid` stands in their place */
	void (*grid)(struct report *r, const void *res);

	/* In place of a printer, for what is no table: fragments of a page, and
	 * whole documents in the other formats. */
	const struct form_own {
		const char *format;	/* name of the writer; NULL at the end */
		int (*write)(struct report *r, const void *res, struct strbuf *err);
	} *own;				/* NULL: none */
	/* HTML: writes a whole page in place of the one that is made of the tables. */
	int (*page)(struct report *r, const void *res, struct strbuf *err);
	void (*cite)(struct report *r, const void *res);
};

#define ANSWER(name) extern const struct form name##_form;
#include "queries/answers.def"
#undef ANSWER

/* Of what commands show that is no answer: struct report_doctor, report_verify, report_coverage,
 * report_scenarios (report.h) and q_diff_result. */
extern const struct form doctor_form, verify_form, coverage_form, scenarios_form, diff_form, check_form;

/* What stands in place of the printer of a format; NULL: nothing does. */
int (*form_own(const struct form *f, const char *format))(struct report *r, const void *res,
							  struct strbuf *err);

/* The form of an answer. */
const struct form *form_find(const char *answer);	/* NULL if there is none */

/* ---- for printers ------------------------------------------------------------------ */

/* The rows of a section. */
void section_span(const struct report *r, const struct section *s, const void *res, uint32_t *first,
		  uint32_t *nr);
uint32_t form_rows(const struct report *r, const struct form *f, const void *res);	/* of all sections */

/* Is the table shown to people, or to programs? */
int section_for_people(const struct report *r, const struct section *s);
int section_for_data(const struct report *r, const struct section *s);

/* Reads a row, or a head, into COLUMNS_MAX cells; `a` is cleared before. */
void section_cells(const struct report *r, const struct section *s, const void *res, uint32_t i,
		   struct cell *c, struct arena *a);
void form_head(const struct report *r, const struct form *f, const void *res, struct cell *c,
	       struct arena *a);

/* Is there nothing to show in it? */
int cell_is_empty(const struct column *col, const struct cell *c);

/* A cell as text of one language: a function's name, "file:line", "a, b". Appended. */
void cell_text(const struct report *r, const struct column *col, const struct cell *c,
	       struct strbuf *out);

/* A cell as a page writes it. */
void cell_ink(struct report *r, const struct prose_ink *ink, const struct column *col,
	      const struct cell *c);

/* Writes what stands at position `page` of a row. */
void page_cell(struct report *r, const struct prose_ink *ink, const struct column *col,
	       const struct cell *c, unsigned page);
unsigned page_columns(const struct column *col);	/* positions there are */
const char *page_label(const struct column *col, unsigned page);

/* The head's cells as gaps of a sentence; `gap` has COLUMNS_MAX + 1. */
void head_gaps(const struct report *r, const struct form *f, const struct cell *c,
	       struct prose_gap *gap);

/* Is this note to be said? And does it stand here on a page of `nr` rows, before
 * the sections (`first`) or behind them? */
int note_holds(const struct form *f, const struct cell *head, const struct form_note *n);
int note_on_page(const struct form *f, const struct cell *head, const struct form_note *n,
		 int first, uint32_t nr);

/* Does a page of `nr` rows begin with the form's lead? Of one table that is empty
 * only that is said. */
int form_leads(const struct form *f, uint32_t nr);

/* Marks in r->cited a file, and that of a function. */
void cite_file(struct report *r, uint32_t file);
void cite_func(struct report *r, uint32_t func);
void cite_layers(struct report *r, const void *res);	/* struct q_layers_result */

#endif
