"""自证: reports, sentences and tables of known truth, on which the audit is measured."""
