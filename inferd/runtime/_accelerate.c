/* The recorder's events in C: optional, built on request for one interpreter (inferd/runtime/build.py).

   What it does: it makes a number of the classes of a call's arguments, its outcome and its result, and looks it up. A
   number that was seen only counts; all else (the first call with a number, and some later ones where a container may
   hold something new) goes to the same Python code as without it. So it needs no rest: every call is looked at.

   Terms
     watch     what is kept for a code object of the project, reached through the code's own extra slot.
     number    64 bits mixed from the identities of classes; a class, function or module that is a value counts as
               itself, as in shapes.py. Two calls with equal numbers are taken for equal (chance about 1 in 10^13).
     slot      a number of a watch, with the entry of `Info.seen` that it counts for, and how many calls are left until
               Python wants to see one again. When a class dies, the slots of the functions that met it are dropped.
     pending   the frame of a call whose arguments cannot be read at its end, with their number and their types.

   It owns its references to entries (lists of numbers) and types (tuples of numbers), to code objects and to `Info`s.
   Nothing of the program's is called, compared or kept. It reads the frame as the interpreter's own headers define it;
   without them, or with another interpreter than 3.12 and 3.13, it is not built. Any call into Python may forget slots
   and watches' tables: no pointer into them is kept over one. */

#define Py_BUILD_CORE_MODULE 1
#include "Python.h"
#if PY_VERSION_HEX < 0x030D0000
#define PyLong_AsInt _PyLong_AsInt
#endif
#if PY_VERSION_HEX < 0x030C0000 || PY_VERSION_HEX >= 0x030E0000
#error "made for Python 3.12 and 3.13"
#endif
#ifdef Py_GIL_DISABLED
#error "needs the interpreter's lock"
#endif
#include "internal/pycore_code.h"
#include "internal/pycore_frame.h"
#include <stdint.h>

enum { ON = 1, START = 2, SUSPENDS = 4, IN_PYTHON = 8, KNOWN = 16 };   /* as in monitoring.py */
enum { RETURN = 1, YIELD = 2, RAISE = 3 };
#define REPEATS 32               /* starts for one owner after which they are not told any more */
#define FOREVER (PY_SSIZE_T_MAX / 2)

typedef struct {
    uint64_t number;             /* 0: free */
    Py_ssize_t more;             /* calls that the entry does not count yet */
    Py_ssize_t left;             /* calls until Python is asked again */
    PyObject *entry;
} Slot;

typedef struct {
    Slot *slots;
    size_t mask, used;
} Table;

typedef struct Watch {
    struct Watch *next;
    PyObject *code, *info, *id;
    int flags, parameters;
    unsigned epoch, repeats;
    Table seen, arguments;
} Watch;

typedef struct {
    void *frame;                 /* NULL: free */
    void *code;
    uint64_t number;
    PyObject *found;
} Pending;

static struct {
    int active, trusted;
    unsigned epoch;
    Watch *first;
    Pending *pending;
    size_t pending_mask, pending_used;
    PyObject *disable, *ran, *silent, *start, *outcome;
    PyObject *python[5];         /* the callbacks without this module: start, return, yield, unwind, owner */
    PyObject *words[4];
} S;
static Py_ssize_t extra = -1;

/* -- numbers */

static inline uint64_t mix(uint64_t h, uint64_t x)
{
    h ^= x + 0x9E3779B97F4A7C15ull + (h << 6) + (h >> 2);
    h ^= h >> 32;
    h *= 0xD6E8FEB86659FD93ull;
    h ^= h >> 29;
    return h;
}

static inline uint64_t of(PyObject *v)
{
    if (v == NULL)
        return 3;
    PyTypeObject *t = Py_TYPE(v);
    if (t == &PyFunction_Type)
        return (uint64_t)(uintptr_t)((PyFunctionObject *)v)->func_code | 1;
    if (t == &PyMethod_Type) {
        PyObject *f = PyMethod_GET_FUNCTION(v);
        return PyFunction_Check(f) ? ((uint64_t)(uintptr_t)((PyFunctionObject *)f)->func_code | 2) : (uint64_t)(uintptr_t)t;
    }
    if (t == &PyModule_Type || PyType_Check(v))
        return (uint64_t)(uintptr_t)v | 4;
    if (t == &PyGen_Type || t == &PyCoro_Type || t == &PyAsyncGen_Type) {
        PyCodeObject *code = PyGen_GetCode((PyGenObject *)v);
        uint64_t found = (uint64_t)(uintptr_t)code | 5;
        Py_DECREF(code);
        return found;
    }
    return (uint64_t)(uintptr_t)t;
}

static inline _PyInterpreterFrame *current(PyObject *code)
{
#if PY_VERSION_HEX >= 0x030D0000
    _PyInterpreterFrame *f = PyThreadState_Get()->current_frame;
    for (int n = 0; f != NULL && n < 4; n++, f = f->previous)   /* more than one where our own Python is between */
        if (f->f_executable == code)
            return f;
#else
    _PyInterpreterFrame *f = PyThreadState_Get()->cframe->current_frame;
    for (int n = 0; f != NULL && n < 4; n++, f = f->previous)
        if ((PyObject *)f->f_code == code)
            return f;
#endif
    return NULL;
}

static uint64_t of_arguments(Watch *w, _PyInterpreterFrame *f)
{
    uint64_t h = 0x2545F4914F6CDD1Dull;
    const char *kinds = PyBytes_AS_STRING(((PyCodeObject *)w->code)->co_localspluskinds);
    for (int n = 0; n < w->parameters; n++) {
        PyObject *v = f->localsplus[n];
        if ((kinds[n] & CO_FAST_CELL) && v != NULL && PyCell_Check(v))
            v = PyCell_GET(v);
        h = mix(h, of(v));
    }
    return h;
}

/* -- tables */

static Slot *find(Table *t, uint64_t number)
{
    if (t->slots == NULL)
        return NULL;
    for (size_t at = number & t->mask;; at = (at + 1) & t->mask) {
        Slot *s = &t->slots[at];
        if (s->number == number)
            return s;
        if (s->number == 0)
            return NULL;
    }
}

static int put(Table *t, uint64_t number, PyObject *entry, Py_ssize_t left)
{
    if (t->slots == NULL || t->used * 3 >= t->mask * 2) {
        size_t size = t->slots == NULL ? 4 : (t->mask + 1) * 4;
        Slot *slots = PyMem_Calloc(size, sizeof(Slot));
        if (slots == NULL) {
            PyErr_NoMemory();
            return -1;
        }
        for (size_t n = 0; t->slots != NULL && n <= t->mask; n++) {
            if (t->slots[n].number) {
                size_t at = t->slots[n].number & (size - 1);
                while (slots[at].number)
                    at = (at + 1) & (size - 1);
                slots[at] = t->slots[n];
            }
        }
        PyMem_Free(t->slots);
        t->slots = slots;
        t->mask = size - 1;
    }
    size_t at = number & t->mask;
    while (t->slots[at].number)
        at = (at + 1) & t->mask;
    t->slots[at] = (Slot){number, 0, left, Py_NewRef(entry)};
    t->used++;
    return 0;
}

static int settle(Slot *s)       /* let the entry count what it does not yet */
{
    if (s->more == 0 || !PyList_CheckExact(s->entry) || PyList_GET_SIZE(s->entry) < 2)
        return 0;
    Py_ssize_t count = PyLong_AsSsize_t(PyList_GET_ITEM(s->entry, 0));
    if (count == -1 && PyErr_Occurred())
        return -1;
    PyObject *now = PyLong_FromSsize_t(count + s->more);
    if (now == NULL)
        return -1;
    s->more = 0;
    return PyList_SetItem(s->entry, 0, now);
}

static int drop(Table *t, int counts)
{
    Slot *slots = t->slots;
    size_t mask = t->mask;
    int failed = 0;
    memset(t, 0, sizeof(Table));
    for (size_t n = 0; slots != NULL && n <= mask; n++) {
        if (slots[n].number) {
            if (counts && settle(&slots[n]) < 0)
                failed = -1;
            Py_DECREF(slots[n].entry);
        }
    }
    PyMem_Free(slots);
    return failed;
}

/* -- pending arguments */

static size_t place(void *frame, size_t mask)
{
    uint64_t h = (uint64_t)(uintptr_t)frame >> 3;
    return (size_t)((h * 0x9E3779B97F4A7C15ull) >> 20) & mask;
}

static Pending *waiting(void *frame, void *code)
{
    if (S.pending == NULL)
        return NULL;
    for (size_t at = place(frame, S.pending_mask);; at = (at + 1) & S.pending_mask) {
        Pending *p = &S.pending[at];
        if (p->frame == frame)
            return p->code == code ? p : NULL;
        if (p->frame == NULL)
            return NULL;
    }
}

static int wait_for(void *frame, void *code, uint64_t number, PyObject *found)
{
    if (S.pending == NULL || S.pending_used * 2 >= S.pending_mask) {
        size_t size = S.pending == NULL ? 256 : (S.pending_mask + 1) * 2;
        Pending *table = PyMem_Calloc(size, sizeof(Pending));
        if (table == NULL) {
            PyErr_NoMemory();
            return -1;
        }
        for (size_t n = 0; S.pending != NULL && n <= S.pending_mask; n++) {
            if (S.pending[n].frame) {
                size_t at = place(S.pending[n].frame, size - 1);
                while (table[at].frame)
                    at = (at + 1) & (size - 1);
                table[at] = S.pending[n];
            }
        }
        PyMem_Free(S.pending);
        S.pending = table;
        S.pending_mask = size - 1;
    }
    size_t at = place(frame, S.pending_mask);
    while (S.pending[at].frame && S.pending[at].frame != frame)
        at = (at + 1) & S.pending_mask;
    Pending *p = &S.pending[at];
    PyObject *before = p->frame ? p->found : NULL;   /* of a frame that went without an event */
    if (p->frame == NULL)
        S.pending_used++;
    *p = (Pending){frame, code, number, Py_NewRef(found)};
    Py_XDECREF(before);
    return 0;
}

static void done_with(Pending *p)    /* its reference is the caller's now */
{
    size_t hole = (size_t)(p - S.pending), at = hole;
    S.pending_used--;
    for (;;) {
        at = (at + 1) & S.pending_mask;
        if (S.pending[at].frame == NULL)
            break;
        size_t home = place(S.pending[at].frame, S.pending_mask);
        if (((at - home) & S.pending_mask) >= ((at - hole) & S.pending_mask)) {
            S.pending[hole] = S.pending[at];
            hole = at;
        }
    }
    S.pending[hole].frame = NULL;
}

/* -- events */

static inline Watch *watched(PyObject *code)
{
    void *found = NULL;
    if (!S.active || PyUnstable_Code_GetExtra(code, extra, &found) < 0)
        return NULL;
    return (Watch *)found;
}

static PyObject *none_after(PyObject *result)
{
    if (result == NULL)
        return NULL;
    Py_DECREF(result);
    Py_RETURN_NONE;
}

/* An outcome of a call with these arguments; takes over the reference to `found`, their types (or NULL). */
static PyObject *ended(Watch *w, uint64_t arguments, int how, PyObject *value, PyObject *found)
{
    uint64_t number = mix(mix(arguments, how), how == RAISE ? (uint64_t)(uintptr_t)Py_TYPE(value) : of(value)) | 1;
    Slot *s = find(&w->seen, number);
    if (s != NULL && s->left > 0) {
        s->left--;
        s->more++;
        Py_XDECREF(found);
        Py_RETURN_NONE;
    }
    if (s != NULL && settle(s) < 0) {
        Py_XDECREF(found);
        return NULL;
    }
    PyObject *given[4] = {w->info, S.words[how], value, found == NULL ? Py_None : found};
    PyObject *entry = PyObject_Vectorcall(S.outcome, given, 4, NULL);
    Py_XDECREF(found);
    if (entry == NULL)
        return NULL;
    if (PyList_CheckExact(entry) && PyList_GET_SIZE(entry) > 1 && S.active) {
        Py_ssize_t count = PyLong_AsSsize_t(PyList_GET_ITEM(entry, 0));
        PyObject *next = PyList_GET_ITEM(entry, 1);
        int overflow = 0;
        long long wanted = PyLong_AsLongLongAndOverflow(next, &overflow);
        if (PyErr_Occurred()) {
            Py_DECREF(entry);
            return NULL;
        }
        Py_ssize_t left = overflow || wanted - count > FOREVER ? FOREVER : (Py_ssize_t)(wanted - count - 1);
        s = find(&w->seen, number);
        if (s != NULL && s->entry == entry)
            s->left = left;
        else if (s == NULL && put(&w->seen, number, entry, left) < 0) {
            Py_DECREF(entry);
            return NULL;
        }
    }
    Py_DECREF(entry);
    Py_RETURN_NONE;
}

static PyObject *on_start(PyObject *Py_UNUSED(self), PyObject *const *args, Py_ssize_t n)
{
    Watch *w = watched(args[0]);
    if (w == NULL)
        Py_RETURN_NONE;
    if (w->flags & IN_PYTHON)
        return PyObject_Vectorcall(S.python[0], args, n, NULL);
    _PyInterpreterFrame *f = current(args[0]);
    if (f == NULL)
        Py_RETURN_NONE;
    uint64_t number = of_arguments(w, f) | 1;
    Slot *s = find(&w->arguments, number);
    PyObject *entry;
    if (s != NULL && s->left > 0) {
        s->left--;
        s->more++;
        entry = Py_NewRef(s->entry);
    }
    else {
        entry = PyObject_CallOneArg(S.start, w->info);   /* [(key, types), how often, whether to look again] */
        if (entry == NULL)
            return NULL;
        if (!PyList_CheckExact(entry) || PyList_GET_SIZE(entry) != 3 || !S.active)
            return none_after(entry);
        int again = PyList_GET_ITEM(entry, 2) == Py_True;
        s = find(&w->arguments, number);
        if (s == NULL) {
            if (put(&w->arguments, number, entry, again ? 0 : FOREVER) < 0) {
                Py_DECREF(entry);
                return NULL;
            }
        }
        else if (s->entry == entry) {
            Py_ssize_t count = ++s->more;                /* at the first 6, and then at each power of two */
            s->left = !again ? FOREVER : count < 6 ? 0 : count == 6 ? 1 : count - 1;
        }
    }
    int failed = wait_for(f, args[0], number, PyList_GET_ITEM(entry, 0));
    Py_DECREF(entry);
    if (failed)
        return NULL;
    Py_RETURN_NONE;
}

static PyObject *on_return(PyObject *Py_UNUSED(self), PyObject *const *args, Py_ssize_t n)
{
    Watch *w = watched(args[0]);
    if (w == NULL)
        Py_RETURN_NONE;
    if (w->flags & IN_PYTHON)
        return PyObject_Vectorcall(S.python[1], args, n, NULL);
    _PyInterpreterFrame *f = current(args[0]);
    if (f == NULL)
        Py_RETURN_NONE;
    if (!(w->flags & START))
        return ended(w, of_arguments(w, f), RETURN, args[2], NULL);
    Pending *p = waiting(f, args[0]);
    if (p == NULL)
        Py_RETURN_NONE;
    uint64_t number = p->number;
    PyObject *found = p->found;
    done_with(p);
    return ended(w, number, RETURN, args[2], found);
}

static PyObject *on_yield(PyObject *Py_UNUSED(self), PyObject *const *args, Py_ssize_t n)
{
    Watch *w = watched(args[0]);
    if (w == NULL)
        Py_RETURN_NONE;
    if (w->flags & IN_PYTHON)
        return PyObject_Vectorcall(S.python[2], args, n, NULL);
    Pending *p = waiting(current(args[0]), args[0]);
    if (p == NULL)
        Py_RETURN_NONE;
    return ended(w, p->number, YIELD, args[2], Py_NewRef(p->found));
}

static PyObject *on_unwind(PyObject *Py_UNUSED(self), PyObject *const *args, Py_ssize_t n)
{
    Watch *w = watched(args[0]);
    if (w == NULL)
        Py_RETURN_NONE;
    if (w->flags & IN_PYTHON)
        return PyObject_Vectorcall(S.python[3], args, n, NULL);
    if (!(w->flags & ON))
        Py_RETURN_NONE;
    _PyInterpreterFrame *f = current(args[0]);
    if (f == NULL)
        Py_RETURN_NONE;
    if (!(w->flags & START))
        return ended(w, of_arguments(w, f), RAISE, args[2], NULL);
    Pending *p = waiting(f, args[0]);
    if (p == NULL)
        Py_RETURN_NONE;
    uint64_t number = p->number;
    PyObject *found = p->found;
    done_with(p);
    if ((w->flags & SUSPENDS) && (PyObject *)Py_TYPE(args[2]) == PyExc_GeneratorExit) {
        Py_DECREF(found);
        Py_RETURN_NONE;
    }
    return ended(w, number, RAISE, args[2], found);
}

static PyObject *on_owner(PyObject *Py_UNUSED(self), PyObject *const *args, Py_ssize_t n)
{
    Watch *w = watched(args[0]);
    if (w == NULL)
        return S.active ? PyObject_Vectorcall(S.python[4], args, n, NULL) : Py_NewRef(Py_None);
    if (w->epoch == S.epoch) {
        if (++w->repeats < REPEATS)
            Py_RETURN_NONE;
        if (PySet_Add(S.silent, w->id) < 0)
            return NULL;
        return Py_NewRef(S.disable);
    }
    w->epoch = S.epoch;
    w->repeats = 0;
    if ((w->flags & KNOWN) && !S.trusted)
        return none_after(PyObject_Vectorcall(S.python[4], args, n, NULL));
    if (PySet_Add(S.ran, w->id) < 0)
        return NULL;
    Py_RETURN_NONE;
}

/* -- what Python asks for */

static PyObject *watch(PyObject *Py_UNUSED(self), PyObject *args)
{
    PyObject *code, *info;
    int flags, parameters;
    if (!PyArg_ParseTuple(args, "O!Oii", &PyCode_Type, &code, &info, &flags, &parameters))
        return NULL;
    if (parameters < 0 || parameters > ((PyCodeObject *)code)->co_nlocalsplus) {
        PyErr_SetString(PyExc_ValueError, "more parameters than variables");
        return NULL;
    }
    void *found = NULL;
    if (PyUnstable_Code_GetExtra(code, extra, &found) < 0)
        return NULL;
    Watch *w = found;
    if (w == NULL) {
        w = PyMem_Calloc(1, sizeof(Watch));
        PyObject *id = PyLong_FromVoidPtr(code);
        if (w == NULL || id == NULL || PyUnstable_Code_SetExtra(code, extra, w) < 0) {
            PyMem_Free(w);
            Py_XDECREF(id);
            return PyErr_Occurred() ? NULL : PyErr_NoMemory();
        }
        w->code = Py_NewRef(code);
        w->info = Py_NewRef(info);
        w->id = id;
        w->next = S.first;
        S.first = w;
    }
    else if (w->info != info) {      /* of a recorder that has ended */
        Py_SETREF(w->info, Py_NewRef(info));
        w->epoch = 0;
    }
    w->flags = flags;
    w->parameters = parameters;
    Py_RETURN_NONE;
}

static PyObject *forget(PyObject *Py_UNUSED(self), PyObject *code)    /* a class that it met has died */
{
    void *found = NULL;
    if (!PyCode_Check(code) || PyUnstable_Code_GetExtra(code, extra, &found) < 0)
        return PyErr_Occurred() ? NULL : PyErr_Format(PyExc_TypeError, "no code");
    Watch *w = found;
    if (w != NULL && (drop(&w->seen, 1) < 0 || drop(&w->arguments, 0) < 0))
        return NULL;
    Py_RETURN_NONE;
}

static void empty_pending(void)
{
    Pending *table = S.pending;
    size_t mask = S.pending_mask;
    S.pending = NULL;
    S.pending_mask = S.pending_used = 0;
    for (size_t n = 0; table != NULL && n <= mask; n++)
        if (table[n].frame)
            Py_DECREF(table[n].found);
    PyMem_Free(table);
}

static PyObject *forget_all(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(unused))
{
    for (Watch *w = S.first; w != NULL; w = w->next)
        if (drop(&w->seen, 1) < 0 || drop(&w->arguments, 0) < 0)
            return NULL;
    empty_pending();
    Py_RETURN_NONE;
}

static PyObject *count(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(unused))
{
    for (Watch *w = S.first; w != NULL; w = w->next)
        for (size_t n = 0; w->seen.slots != NULL && n <= w->seen.mask; n++)
            if (w->seen.slots[n].number && settle(&w->seen.slots[n]) < 0)
                return NULL;
    Py_RETURN_NONE;
}

static PyObject *next_owner(PyObject *Py_UNUSED(self), PyObject *trusted)
{
    S.epoch++;
    S.trusted = trusted == Py_True;
    Py_RETURN_NONE;
}

static PyObject *positions(PyObject *Py_UNUSED(self), PyObject *args)    /* as `places` in codes.py */
{
    PyObject *code, *offsets;
    if (!PyArg_ParseTuple(args, "O!O!", &PyCode_Type, &code, &PyList_Type, &offsets))
        return NULL;
    PyObject *found = PyList_New(0);
    for (Py_ssize_t n = 0; found != NULL && n < PyList_GET_SIZE(offsets); n++) {
        int at = PyLong_AsInt(PyList_GET_ITEM(offsets, n)), line, col, end_line, end_col;
        PyObject *place = NULL;
        if (!(at == -1 && PyErr_Occurred()) && PyCode_Addr2Location((PyCodeObject *)code, at, &line, &col, &end_line, &end_col)) {
            line = line > 0 ? line : ((PyCodeObject *)code)->co_firstlineno;
            place = end_line > 0 && col >= 0 ? Py_BuildValue("iiii", line, col, end_line, end_col)
                                             : Py_BuildValue("iOOO", line, Py_None, Py_None, Py_None);
        }
        if (place == NULL || PyList_Append(found, place) < 0)
            Py_CLEAR(found);
        Py_XDECREF(place);
    }
    if (found == NULL && !PyErr_Occurred())
        PyErr_SetString(PyExc_ValueError, "no place");
    return found;
}

static PyObject *begin(PyObject *Py_UNUSED(self), PyObject *args)
{
    PyObject *disable, *ran, *silent, *start, *outcome, *python[5];
    if (S.active) {
        PyErr_SetString(PyExc_RuntimeError, "in use");
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "OO!O!OO(OOOOO)", &disable, &PySet_Type, &ran, &PySet_Type, &silent, &start, &outcome,
                          &python[0], &python[1], &python[2], &python[3], &python[4]))
        return NULL;
    if (extra < 0 && (extra = PyUnstable_Eval_RequestCodeExtraIndex(NULL)) < 0) {
        PyErr_SetString(PyExc_RuntimeError, "no room in code objects");
        return NULL;
    }
    Py_XSETREF(S.disable, Py_NewRef(disable));
    Py_XSETREF(S.ran, Py_NewRef(ran));
    Py_XSETREF(S.silent, Py_NewRef(silent));
    Py_XSETREF(S.start, Py_NewRef(start));
    Py_XSETREF(S.outcome, Py_NewRef(outcome));
    for (int n = 0; n < 5; n++)
        Py_XSETREF(S.python[n], Py_NewRef(python[n]));
    S.epoch = 1;
    S.trusted = 0;
    S.active = 1;
    Py_RETURN_NONE;
}

static PyObject *end(PyObject *self, PyObject *unused)   /* what is watched stays, as an event may be under way */
{
    PyObject *done = S.active ? forget_all(self, unused) : Py_NewRef(Py_None);
    S.active = 0;
    for (Watch *w = S.first; w != NULL; w = w->next)
        w->flags = 0;
    return done;
}

static PyMethodDef methods[] = {
    {"on_start", (PyCFunction)(void (*)(void))on_start, METH_FASTCALL, NULL},
    {"on_return", (PyCFunction)(void (*)(void))on_return, METH_FASTCALL, NULL},
    {"on_yield", (PyCFunction)(void (*)(void))on_yield, METH_FASTCALL, NULL},
    {"on_unwind", (PyCFunction)(void (*)(void))on_unwind, METH_FASTCALL, NULL},
    {"on_owner", (PyCFunction)(void (*)(void))on_owner, METH_FASTCALL, NULL},
    {"begin", begin, METH_VARARGS, NULL},
    {"watch", watch, METH_VARARGS, NULL},
    {"forget", forget, METH_O, NULL},
    {"forget_all", forget_all, METH_NOARGS, NULL},
    {"count", count, METH_NOARGS, NULL},
    {"positions", positions, METH_VARARGS, NULL},
    {"next_owner", next_owner, METH_O, NULL},
    {"end", end, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "_inferd_accelerate", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__inferd_accelerate(void)
{
    static const char *const words[] = {"", "return", "yield", "raise"};
    for (int n = 1; n < 4; n++)
        if (S.words[n] == NULL && (S.words[n] = PyUnicode_InternFromString(words[n])) == NULL)
            return NULL;
    return PyModule_Create(&definition);
}
