"""Emacs in batch mode with eglot and with lsp-mode, through lsp/editors/emacs; skipped where one is not installed."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

import pytest

EMACS = shutil.which("emacs")
ELPA = "/usr/share/emacs/site-lisp/elpa"  # where Debian puts what an older Emacs does not bring
FOLDER = pathlib.Path(__file__).parents[2] / "lsp" / "editors" / "emacs"
INFERD = os.path.join(os.path.dirname(sys.executable), "inferd")

SCRIPT = r"""
(require 'package)
(add-to-list 'package-directory-list %(elpa)s)
(package-initialize)
(unless (require 'eglot nil t) (kill-emacs 7))
(add-to-list 'load-path %(folder)s)
(setq inferd-command %(inferd)s)
(require 'inferd-eglot)
(require 'xref)
(require 'json)
(setq jsonrpc-default-request-timeout 60)
(setq eglot-sync-connect 60 eglot-connect-timeout 60 make-backup-files nil create-lockfiles nil)
(setq project-find-functions (list (lambda (_) (cons 'transient %(root)s))))
(cl-defmethod project-root ((p (head transient))) (cdr p))
(fset 'y-or-n-p (lambda (&rest _) t))
(defvar out nil)
(defun tell (key value) (push (cons key value) out))
(defun here () (xref-backend-identifier-at-point 'eglot))
(defun place (item)
  (let ((at (xref-item-location item)))
    (format "%%s:%%d" (file-name-nondirectory (xref-location-group at)) (xref-location-line at))))
(defun references ()
  (vconcat (sort (mapcar #'place (xref-backend-references 'eglot (here))) #'string<)))
(defun ask (method)
  (jsonrpc-request (eglot--current-server-or-lose) method (eglot--TextDocumentPositionParams)))
(defun begin ()
  (apply #'eglot--connect (eglot--guess-contact))
  (eglot--maybe-activate-editing-mode))
(find-file (concat %(root)s "shop/cart.py"))
(python-mode)
(begin)
(goto-char (point-min))
(search-forward "def to")
(tell "hover" (plist-get (plist-get (ask :textDocument/hover) :contents) :value))
(tell "first" (references))
(goto-char (point-min))
(insert "# a line more, not saved\n")
(eglot--signal-textDocument/didChange) ; an idle timer does, which batch mode does not run
(search-forward "def to")
(tell "edited" (references))
(search-forward "cart.to")
(tell "definition" (vconcat (mapcar #'place (xref-backend-definitions 'eglot (here)))))
(eglot-rename "sum_of")
(save-some-buffers t)
(set-buffer (get-file-buffer (concat %(root)s "shop/cart.py")))
(tell "here" (buffer-string))
(let ((bounds (eglot-completion-at-point)))
  (tell "completion" (and bounds (vconcat (all-completions "" (nth 2 bounds))))))
(goto-char (point-min))
(search-forward "def sum")
(inferd-impact "rename")
(tell "impact" (with-current-buffer "*inferd impact*" (buffer-string)))
(eglot-shutdown (eglot--current-server-or-lose))
(begin)
(tell "restarted" (references))
(eglot-shutdown (eglot--current-server-or-lose))
(with-temp-file %(result)s (insert (json-encode out)))
"""


LSP_MODE = r"""
(require 'package)
(add-to-list 'package-directory-list %(elpa)s)
(package-initialize)
(unless (require 'lsp-mode nil t) (kill-emacs 7))
(add-to-list 'load-path %(folder)s)
(require 'inferd-lsp-mode)
(require 'json)
(setq inferd-lsp-command (list %(inferd)s "lsp") lsp-session-file (concat %(root)s "session") lsp-response-timeout 60)
(setq lsp-auto-guess-root nil lsp-enable-snippet nil make-backup-files nil create-lockfiles nil)
(fset 'y-or-n-p (lambda (&rest _) t))
(defvar out nil)
(defun tell (key value) (push (cons key value) out))
(defun ask (method &rest more) (lsp-request method (append (lsp--text-document-position-params) more)))
(lsp-workspace-folders-add %(root)s)
(find-file (concat %(root)s "shop/cart.py"))
(python-mode)
(lsp)
(let ((tries 0))
  (while (and (< tries 600)
              (not (eq 'initialized (and (lsp-workspaces) (lsp--workspace-status (car (lsp-workspaces)))))))
    (setq tries (1+ tries))
    (accept-process-output nil 0.1)))
(tell "servers" (vconcat (mapcar (lambda (w) (lsp--client-server-id (lsp--workspace-client w))) (lsp-workspaces))))
(goto-char (point-min))
(search-forward "def to")
(tell "hover" (lsp-get (lsp-get (ask "textDocument/hover") :contents) :value))
(tell "references" (length (ask "textDocument/references" :context '(:includeDeclaration t))))
(inferd-lsp-impact "rename")
(tell "impact" (with-current-buffer "*inferd impact*" (buffer-string)))
(lsp-rename "sum_of")
(save-some-buffers t)
(with-temp-file %(result)s (insert (json-encode out)))
"""


def driven(tmp_path, script):
    """What a script tells of a project of two modules, and the project."""
    root = tmp_path / "project"
    (root / "shop").mkdir(parents=True)
    (root / "pyproject.toml").write_text("")
    (root / "shop" / "__init__.py").write_text("")
    (root / "shop" / "cart.py").write_text(
        "class Cart:\n    def total(self):\n        return 1\n\n\ndef show(cart: Cart):\n    return cart.total()\n"
    )
    (root / "shop" / "view.py").write_text("from shop.cart import Cart\n\nCart().total()\n")
    result, file = tmp_path / "result.json", tmp_path / "drive.el"
    places = {"root": f"{root}/", "folder": str(FOLDER), "inferd": INFERD, "result": str(result), "elpa": ELPA}
    file.write_text(script % {k: json.dumps(v) for k, v in places.items()})
    done = subprocess.run(
        [EMACS, "-Q", "--batch", "-l", str(file)], timeout=120, capture_output=True, check=False,
        env={**os.environ, "HOME": str(tmp_path)},
    )  # fmt: skip
    if done.returncode == 7:
        pytest.skip("its client is not installed")
    assert result.exists(), done.stderr.decode()[-3000:]
    return json.loads(result.read_text()), root


@pytest.mark.skipif(EMACS is None, reason="Emacs is not installed")
def test_eglot(tmp_path):
    out, root = driven(tmp_path, SCRIPT)
    assert "shop.cart:Cart.total" in out["hover"] and re.search(r"returns `?int", out["hover"])
    assert out["first"] == ["cart.py:2", "cart.py:7", "view.py:3"]
    assert out["edited"] == out["restarted"] == ["cart.py:3", "cart.py:8", "view.py:3"]
    assert out["definition"] == ["cart.py:3"]
    assert out["here"].startswith("# a line more, not saved\nclass Cart:\n    def sum_of(self):")
    assert out["here"].endswith("    return cart.sum_of()\n")
    assert "sum_of" in out["completion"]
    assert "Cart.sum_of" in out["impact"] and "shop/view.py" in out["impact"]
    assert (root / "shop" / "view.py").read_text() == "from shop.cart import Cart\n\nCart().sum_of()\n"


@pytest.mark.skipif(EMACS is None, reason="Emacs is not installed")
def test_lsp_mode(tmp_path):
    out, root = driven(tmp_path, LSP_MODE)
    assert out["servers"] == ["inferd"] and out["references"] == 3
    assert "shop.cart:Cart.total" in out["hover"] and "`shop.cart:Cart.total` touches" in out["impact"]
    assert (root / "shop" / "view.py").read_text() == "from shop.cart import Cart\n\nCart().sum_of()\n"
    assert "    return cart.sum_of()" in (root / "shop" / "cart.py").read_text()
