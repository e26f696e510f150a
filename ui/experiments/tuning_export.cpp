// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/experiments/tuning_export.h"

#include "core/report/csv.h"
#include "core/report/tuning_format.h"
#include "ui/experiments/tuning_pdf.h"
#include "ui/models/figure_text.h"
#include "ui/panels/banner.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QSaveFile>

#include <algorithm>

namespace weir::ui {

TuningExport::TuningExport(const TuningLog* log, BannerArea* banners, QWidget* parent)
    : QObject(parent)
    , m_log(log)
    , m_banners(banners)
    , m_window(parent)
    , m_folder(QDir::homePath())
{
}

QStringList TuningExport::formats()
{
    QStringList names;
    for (const auto& format : report::tuningFormats())
        names << text(format.option);
    return names << QStringLiteral("pdf");
}

experiment::TuningReportPtr TuningExport::report() const
{
    if (m_shown || !m_log)
        return m_shown;
    const auto reports = m_log->reports();
    return reports.empty() ? nullptr : reports.back();
}

bool TuningExport::isPossible() const
{
    return report() != nullptr;
}

void TuningExport::ask(const QString& format)
{
    const auto report = this->report();
    if (!report)
        return;
    const QString path = QFileDialog::getSaveFileName(
        m_window, tr("Export"),
        QDir(m_folder).filePath(QStringLiteral("weir-%1-tuning.%2").arg(text(report->id), format)),
        tr("%1 files (*.%2);;All files (*)").arg(format.toUpper(), format));
    if (!path.isEmpty())
        write(format, path);
}

void TuningExport::write(const QString& format, const QString& path)
{
    const auto report = this->report();
    if (!report)
        return;
    const auto formats = report::tuningFormats();
    const auto known = std::ranges::find(formats, format.toStdString(), &report::TuningFormat::option);
    if (known == formats.end())
        return writePdf(*report, path);
    const auto work = [content = known->content, report, file = path.toStdString()]() -> std::vector<base::Error> {
        if (auto written = report::writeFile(file, content(*report)); !written)
            return {written.error()};
        return {};
    };
    m_writer.start(work, this, [this, path](const std::vector<base::Error>& failures) {
        tell(path, failures.empty() ? QString() : text(base::text(failures.front())));
    });
}

void TuningExport::writePdf(const experiment::TuningReport& report, const QString& path)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return tell(path, file.errorString());
    writeTuningPdf(file, report, m_log ? m_log->things() : std::vector<TriedThing>{});
    tell(path, file.commit() ? QString() : file.errorString());
}

void TuningExport::tell(const QString& path, const QString& trouble)
{
    const QString name = QFileInfo(path).fileName();
    if (!trouble.isEmpty()) {
        m_banners->show(
            {QStringLiteral("export"),
             BannerText::Severity::Error,
             tr("%1 was not written.").arg(name),
             {trouble.contains(path) ? trouble : QStringLiteral("%1: %2").arg(QDir::toNativeSeparators(path), trouble)},
             {}});
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
