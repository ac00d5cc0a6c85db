/* SPDX-License-Identifier: MIT */
/* struct members: by designator, by position, assigned, nested, through a copied pointer */
typedef void (*fn)(void);
struct inner { fn a, b; };
struct outer { struct inner in; const struct inner *out; fn own; };

static void m_a(void) { }
static void m_b(void) { }
static void m_own(void) { }
static void m_far(void) { }
static void m_set(void) { }
static const struct inner far = { .b = m_far };
static struct outer obj = { { m_a, m_b }, &far, .own = m_own };
static struct inner other;

void member_nested(void) { obj.in.a(); }
void member_position(void) { obj.in.b(); }
void member_own(void) { obj.own(); }
void member_pointer(void) { obj.out->b(); }
void member_alias(void) { struct outer *o = &obj; const struct inner *i = o->out; (*i->b)(); }
void member_assign(void) { other.a = &m_set; }
void member_assigned(void) { other.a(); }
void member_unset(void) { other.b(); }	/* @unset */
