/* Who takes a lock: the function itself, a helper that locks for its caller, or what locks and unlocks. */
struct rw_semaphore { int count; };
struct mm { struct rw_semaphore mmap_lock; int pages; };

void down_read(struct rw_semaphore *sem) { sem->count++; }
int down_read_trylock(struct rw_semaphore *sem) { return sem->count++ == 0; }
void up_read(struct rw_semaphore *sem) { sem->count--; }

static void mm_lock(struct mm *mm) { down_read(&mm->mmap_lock); }
static int mm_trylock(struct mm *mm) { return down_read_trylock(&mm->mmap_lock); }
static void mm_unlock(struct mm *mm) { up_read(&mm->mmap_lock); }

static void mm_count(struct mm *mm)
{
	down_read(&mm->mmap_lock);
	mm->pages++;
	up_read(&mm->mmap_lock);
}

static int lock_if_free(struct mm *mm) { return mm_trylock(mm); }

void fault(struct mm *mm)
{
	if (!lock_if_free(mm))
		mm_lock(mm);
	mm->pages++;
	mm_unlock(mm);
}

void populate(struct mm *mm)
{
	if (lock_if_free(mm))
		mm_unlock(mm);
}

void report(struct mm *mm) { mm_count(mm); }

/* it only looks */
int is_held(struct mm *mm) { return mm->mmap_lock.count != 0; }
void leave(struct mm *mm) { mm_unlock(mm); }
void look(struct mm *mm) { mm->pages = is_held(mm); }
