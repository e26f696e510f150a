// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/report_export.h"

#include "core/session/run_controller.h"
#include "ui/models/figure_text.h"
#include "ui/panels/banner.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>

namespace weir::ui {

ReportExport::ReportExport(const session::RunController* controller, BannerArea* banners, QWidget* window)
    : QObject(window)
    , m_controller(controller)
    , m_banners(banners)
    , m_window(window)
    , m_folder(QDir::homePath())
{
}

bool ReportExport::isPossible() const
{
    return m_controller->report().snapshot != nullptr;
}

QString ReportExport::proposedName(const report::ReportFormat& format) const
{
    return QStringLiteral("weir-%1%2").arg(text(m_controller->report().snapshot->run->runId), text(format.suffix));
}

void ReportExport::ask(const report::ReportFormat& format)
{
    if (!isPossible())
        return;
    const QString name = proposedName(format);
    const QString suffix = QFileInfo(name).suffix();
    const QString path = QFileDialog::getSaveFileName(
        m_window, tr("Export"), QDir(m_folder).filePath(name),
        tr("%1 files (*.%2);;All files (*)").arg(suffix.toUpper(), suffix));
    if (!path.isEmpty())
        write(format, path);
}

void ReportExport::write(const report::ReportFormat& format, const QString& path)
{
    if (!isPossible())
        return;
    const auto done = [this, &format, path](const std::vector<base::Error>& errors) {
        QStringList failures;
        for (const auto& error : errors)
            failures.append(text(base::text(error)));
        tell(format, path, failures);
    };
    m_writer.write(format, m_controller->report(), path.toStdString(), this, done);
}

void ReportExport::tell(const report::ReportFormat& format, const QString& path, const QStringList& failures)
{
    const QString name = QFileInfo(path).fileName();
    if (!failures.isEmpty()) {
        m_banners->show({QStringLiteral("export"),
                         BannerText::Severity::Error,
                         tr("%1 was not written.").arg(name),
                         failures,
                         {{tr("Try again…"), [this, &format] { ask(format); }, true}}});
        return;
    }
    m_folder = QFileInfo(path).path();
    m_banners->show({QStringLiteral("export"),
                     BannerText::Severity::Info,
                     tr("Wrote %1.").arg(name),
                     {QDir::toNativeSeparators(path)},
                     {}});
}

} // namespace weir::ui
