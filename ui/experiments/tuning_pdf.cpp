// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/experiments/tuning_pdf.h"

#include "core/report/knob_columns.h"
#include "core/report/tuning_tables.h"
#include "ui/charts/plot_view.h"
#include "ui/colors.h"
#include "ui/experiments/evidence_delegate.h"
#include "ui/experiments/evidence_rows.h"
#include "ui/experiments/experiment_charts.h"
#include "ui/models/experiment_words.h"
#include "ui/models/figure_text.h"
#include "ui/plain_text.h"
#include "ui/theme.h"

#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QStyleOptionViewItem>

#include <algorithm>

namespace weir::ui {

namespace {

// The pages, filled from top to bottom. Lengths are in pixels of 96 to the inch.
class PdfPages {
public:
    explicit PdfPages(QIODevice& device) : m_writer(&device)
    {
        m_writer.setResolution(96);
        m_writer.setPageSize(QPageSize(QPageSize::A4));
        m_writer.setPageMargins(QMarginsF(15, 15, 15, 15), QPageLayout::Millimeter);
        m_painter.begin(&m_writer);
        m_painter.setRenderHint(QPainter::Antialiasing);
    }
    ~PdfPages() { m_painter.end(); }

    QPainter& painter() { return m_painter; }
    QPdfWriter& writer() { return m_writer; }
    double width() const { return m_writer.width(); }
    double top() const { return m_y; }

    // Room of that height; on the next page where this one has less.
    QRectF room(double height)
    {
        if (m_y > 0 && m_y + height > m_writer.height()) {
            m_writer.newPage();
            m_y = 0;
        }
        const QRectF made(0, m_y, width(), height);
        m_y += height;
        return made;
    }
    void space(double height) { m_y += height; }

    void paragraph(const QString& words, const QFont& font, const QColor& color)
    {
        if (words.isEmpty())
            return;
        const QString shown = shownLines(words);
        const QFontMetricsF metrics(font, &m_writer);
        const double height = metrics.boundingRect(QRectF(0, 0, width(), 1e5), Qt::TextWordWrap, shown).height();
        m_painter.setFont(font);
        m_painter.setPen(color);
        m_painter.drawText(room(height + 2), Qt::TextWordWrap, shown);
    }

private:
    QPdfWriter m_writer;
    QPainter m_painter;
    double m_y = 0;
};

struct PdfColumn {
    double share = 0; // of the width
    Qt::Alignment side = Qt::AlignLeft;
};

void pdfRow(PdfPages& pages, const QStringList& cells, std::span<const PdfColumn> columns, const QFont& font,
            const QColor& color)
{
    constexpr double height = 20;
    const QRectF room = pages.room(height);
    QPainter& painter = pages.painter();
    const QFontMetricsF metrics(font, &pages.writer());
    painter.setFont(font);
    painter.setPen(color);
    double left = 0;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const double width = columns[i].share * room.width();
        const QRectF cell(left + 3, room.top(), width - 6, height);
        painter.drawText(
            cell, static_cast<int>(columns[i].side | Qt::AlignVCenter) | Qt::TextSingleLine,
            metrics.elidedText(shownText(cells.value(static_cast<qsizetype>(i))), Qt::ElideRight, cell.width()));
        left += width;
    }
    painter.fillRect(QRectF(0, room.bottom() - 1, room.width(), 0.7), lightColors().hairline);
}

constexpr double barShare = 0.14;
constexpr double barStart = 0.27 + 0.10 + 0.10; // what stands left of it
constexpr std::array evidenceColumns{PdfColumn{0.27, Qt::AlignLeft},  PdfColumn{0.10, Qt::AlignRight},
                                     PdfColumn{0.10, Qt::AlignRight}, PdfColumn{barShare, Qt::AlignHCenter},
                                     PdfColumn{0.08, Qt::AlignRight}, PdfColumn{0.17, Qt::AlignRight},
                                     PdfColumn{0.14, Qt::AlignLeft}};

void pdfEvidence(PdfPages& pages, std::vector<EvidenceRow> rows, const EvidenceModel::Titles& titles)
{
    if (rows.empty())
        return;
    EvidenceModel model;
    model.setRows(std::move(rows), titles); // which finds the common reach
    const Colors& c = lightColors();
    QStringList header;
    for (int column = 0; column < EvidenceModel::ColumnCount; ++column)
        header << model.headerData(column, Qt::Horizontal).toString();
    pdfRow(pages, header, evidenceColumns, uiFont(9, QFont::DemiBold), c.dimText);
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < EvidenceModel::ColumnCount; ++column)
            cells << model.index(row, column).data().toString();
        pdfRow(pages, cells, evidenceColumns, uiFont(9), c.text);
        const double left = barStart * pages.width();
        const QRectF bar(left, pages.top() - 20, barShare * pages.width(), 19);
        paintEvidenceBar(pages.painter(), bar.toRect(),
                         model.index(row, EvidenceModel::Bar).data(EvidenceModel::BarRole).value<EvidenceBar>(), c);
    }
    pages.space(8);
}

void pdfHead(PdfPages& pages, const experiment::TuningReport& report)
{
    const Colors& c = lightColors();
    const auto when = QDateTime::fromMSecsSinceEpoch(
        std::chrono::duration_cast<std::chrono::milliseconds>(report.startedAt.time_since_epoch()).count());
    pages.paragraph(QStringLiteral("Weir · %1 · %2").arg(kindTitle(report.kind), text(report.scenario)), uiFont(10),
                    c.dimText);
    pages.paragraph(
        QStringLiteral("%1 · %2").arg(text(report::redactedTarget(report.target)), when.toString(Qt::ISODate)),
        uiFont(10), c.dimText);
    pages.space(6);
    const Headline headline = headlineOf(report, leadingVariant(report));
    pages.paragraph(headline.sentence, uiFont(17, QFont::DemiBold), c.text);
    pages.paragraph(headline.sureness, uiFont(11), c.dimText);
    pages.paragraph(headline.guards, uiFont(11), headline.isWarning ? c.error : c.dimText);
    pages.space(8);
}

void pdfTables(PdfPages& pages, const experiment::TuningReport& report)
{
    const QString bar = QStringLiteral("Difference");
    const bool isScreening = report.kind == experiment::Kind::Screen;
    if (isScreening)
        pdfEvidence(pages, effectRows(report),
                    {QStringLiteral("Knob"), QStringLiteral("Low"), QStringLiteral("High"), bar});
    if (report.variants.size() > 1 && !isScreening)
        pdfEvidence(pages, settingRows(report, -1),
                    {settingHeading(report), QStringLiteral("Baseline"), QStringLiteral("With it"), bar});
    if (!isScreening && !report.variants.empty()) {
        const std::size_t leading = leadingVariant(report);
        pages.paragraph(triedText(report, leading), uiFont(11, QFont::DemiBold), lightColors().text);
        pdfEvidence(pages, variantRows(report, leading, -1),
                    {QStringLiteral("Metric"), QStringLiteral("Baseline"), QStringLiteral("Variant"), bar});
    }
}

void pdfCharts(PdfPages& pages, const experiment::TuningReport& report)
{
    constexpr double gap = 10;
    ExperimentCharts charts;
    charts.showReport(report, leadingVariant(report));
    const auto shown = charts.shown();
    const double half = (pages.width() - gap) / 2;
    for (qsizetype i = 0; i < shown.size(); i += 2) {
        const bool isAlone = i + 1 == shown.size();
        const double height = std::max<double>(shown[i]->minimumHeight(), 230);
        const QRectF room = pages.room(height);
        shown[i]->print(pages.painter(), QRectF(0, room.top(), isAlone ? pages.width() : half, height));
        if (!isAlone)
            shown[i + 1]->print(pages.painter(), QRectF(half + gap, room.top(), half, height));
        pages.space(gap);
    }
}

constexpr std::array logColumns{PdfColumn{0.14, Qt::AlignLeft},  PdfColumn{0.32, Qt::AlignLeft},
                                PdfColumn{0.12, Qt::AlignLeft},  PdfColumn{0.1, Qt::AlignRight},
                                PdfColumn{0.14, Qt::AlignRight}, PdfColumn{0.1, Qt::AlignLeft},
                                PdfColumn{0.08, Qt::AlignLeft}};

void pdfLog(PdfPages& pages, const std::vector<TriedThing>& log)
{
    constexpr std::size_t most = 100;
    if (log.empty())
        return;
    const Colors& c = lightColors();
    pages.paragraph(TuningLog::tr("Tuning log"), uiFont(11, QFont::DemiBold), c.text);
    pdfRow(pages,
           {TuningLog::tr("When"), TuningLog::tr("Tried"), TuningLog::tr("Judged by"), TuningLog::tr("Effect"),
            TuningLog::tr("Interval"), TuningLog::tr("Verdict"), TuningLog::tr("Kept")},
           logColumns, uiFont(9, QFont::DemiBold), c.dimText);
    for (std::size_t i = 0; i < std::min(most, log.size()); ++i) {
        const auto& thing = log[i];
        pdfRow(pages,
               {thing.at.toString(QStringLiteral("yyyy-MM-dd HH:mm")), thing.tried, thing.metric, thing.effect,
                thing.interval, thing.verdict,
                thing.fate == TriedThing::Fate::Kept         ? TuningLog::tr("kept")
                    : thing.fate == TriedThing::Fate::Undone ? TuningLog::tr("undone")
                                                             : QString()},
               logColumns, uiFont(9), c.text);
    }
}

} // namespace

void writeTuningPdf(QIODevice& device, const experiment::TuningReport& report, const std::vector<TriedThing>& log)
{
    PdfPages pages(device);
    pages.writer().setTitle(QStringLiteral("Weir: %1").arg(text(report.scenario)));
    pages.writer().setCreator(QStringLiteral("Weir"));
    pdfHead(pages, report);
    pdfTables(pages, report);
    pdfCharts(pages, report);
    pages.paragraph(text(report::planSentence(report)), uiFont(10), lightColors().dimText);
    for (const auto& note : report.notes)
        pages.paragraph(text(note), uiFont(10), lightColors().dimText);
    pages.space(10);
    pdfLog(pages, log);
}

} // namespace weir::ui
