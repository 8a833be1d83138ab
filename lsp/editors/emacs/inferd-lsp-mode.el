;;; inferd-lsp-mode.el --- inferd through lsp-mode  -*- lexical-binding: t; -*-

;; Put this file where `load-path' leads and add to init.el:
;;
;;     (require 'inferd-lsp-mode)
;;
;; It is registered as an add-on: it runs beside the server that lsp-mode starts for Python (pyright, ty), whose
;; completion and signatures come first.

(require 'lsp-mode)

(defgroup inferd-lsp nil "What a change to untyped Python code will touch." :group 'lsp-mode)

(defcustom inferd-lsp-command '("inferd" "lsp") "The command of the server." :type '(repeat string))
(defcustom inferd-lsp-possible-references nil "List possible uses among the references." :type 'boolean)
(defcustom inferd-lsp-diagnostics t "Show diagnostics." :type 'boolean)

(lsp-register-custom-settings
 '(("inferd.references.possible" inferd-lsp-possible-references t)
   ("inferd.diagnostics" inferd-lsp-diagnostics t)))

(lsp-register-client
 (make-lsp-client
  :new-connection (lsp-stdio-connection (lambda () inferd-lsp-command))
  :activation-fn (lsp-activate-on "python")
  :server-id 'inferd
  :add-on? t
  :priority -1
  :multi-root t
  :initialization-options (lambda () (lsp-configuration-section "inferd"))))

(defun inferd-lsp-impact (kind)
  "Report what a change of KIND of the symbol at point would touch."
  (interactive (list (completing-read "Planned: " '("rename" "signature" "remove" "move" "retype") nil t nil nil "rename")))
  (let ((found (with-lsp-workspace (lsp-find-workspace 'inferd)
                 (lsp-request "workspace/executeCommand"
                              (list :command "inferd.impact"
                                    :arguments (vector (list :uri (lsp--buffer-uri)
                                                             :position (lsp--cur-position)
                                                             :kind kind)))))))
    (with-current-buffer (get-buffer-create "*inferd impact*")
      (let ((inhibit-read-only t))
        (erase-buffer)
        (insert (lsp-get found :markdown)))
      (goto-char (point-min))
      (special-mode)
      (display-buffer (current-buffer)))))

(provide 'inferd-lsp-mode)
;;; inferd-lsp-mode.el ends here
