/*
 * What a framework's document brings, as a report: counts by type, the roles that are new, what it
 * says otherwise and what it lacks, and its findings.
 */
#ifndef CADRE_CMD_STEPS_CATALOGUE_DOCUMENT_REPORT_H
#define CADRE_CMD_STEPS_CATALOGUE_DOCUMENT_REPORT_H

#include "cmd/steps/catalogue/document_file.h"
#include "core/catalogue/document_compare.h"
#include "reports/document.h"

/* The catalogue is the one that the document was compared with. The caller sets the finding, its
 * first sentence. */
struct document *document_report(const struct invocation *call, const struct document_file *file,
                                 const struct catalogue *catalogue,
                                 const struct document_comparison *comparison);

/* Findings by which something of the document was left out. */
size_t document_report_left_out(const struct framework_document *document);

#endif
