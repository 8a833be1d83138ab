;;; inferd-eglot.el --- inferd through eglot  -*- lexical-binding: t; -*-

;; Put this file where `load-path' leads and add to init.el:
;;
;;     (require 'inferd-eglot)
;;
;; eglot talks to one server a buffer. To have inferd beside pyright or ty, use lsp-mode, or ask inferd's commands from
;; a shell. M-x inferd-impact reports what a change of the symbol at point would touch; M-x inferd-record runs a
;; command under the recorder; M-x inferd-refresh brings the index up to date.

(require 'eglot)
(require 'project)

(defgroup inferd nil "What a change to untyped Python code will touch." :group 'tools)

(defcustom inferd-command "inferd" "The command: a name that is on the path, or a path." :type 'string)
(defcustom inferd-record-command "python -m pytest" "What `inferd-record' proposes." :type 'string)

(add-to-list 'eglot-server-programs
             `((python-mode python-ts-mode) . (,inferd-command "lsp")))

(defun inferd--root ()
  (let ((found (project-current)))
    (if found (project-root found) default-directory)))

(defun inferd-impact (kind)
  "Report what a change of KIND of the symbol at point would touch."
  (interactive (list (completing-read "Planned: " '("rename" "signature" "remove" "move" "retype") nil t nil nil "rename")))
  (let* ((default-directory (inferd--root))
         (target (format "%s:%d:%d" buffer-file-name (line-number-at-pos nil t)
                         (1+ (- (point) (line-beginning-position))))))
    (with-current-buffer (get-buffer-create "*inferd impact*")
      (let ((inhibit-read-only t))
        (erase-buffer)
        (call-process inferd-command nil t nil "impact" target "--for" kind))
      (goto-char (point-min))
      (special-mode)
      (display-buffer (current-buffer)))))

(defun inferd-record (command)
  "Run COMMAND, which runs the project's code, under the recorder."
  (interactive (list (read-string "Record: " inferd-record-command)))
  (let ((default-directory (inferd--root)))
    (compile (format "%s record -- %s" (shell-quote-argument inferd-command) command))))

(defun inferd-refresh ()
  "Bring the index up to date."
  (interactive)
  (let ((default-directory (inferd--root)))
    (compile (format "%s index" (shell-quote-argument inferd-command)))))

(provide 'inferd-eglot)
;;; inferd-eglot.el ends here
