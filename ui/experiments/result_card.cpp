// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/experiments/result_card.h"

#include "ui/charts/value_text.h"
#include "ui/experiments/evidence_delegate.h"
#include "ui/experiments/evidence_model.h"
#include "ui/experiments/evidence_rows.h"
#include "ui/forms/choice_box.h"
#include "ui/label.h"
#include "ui/models/experiment_words.h"
#include "ui/models/figure_text.h"
#include "ui/models/window_words.h"
#include "ui/pages/result_table.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace weir::ui {

using experiment::Kind;

ResultCard::ResultCard(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("result"));
    setRole(this, Role::Card);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 12, 1, 8);
    column->setSpacing(8);
    addTop();
    addChoices();
    addTable();
}

void ResultCard::addTop()
{
    m_sentence = new Label(this);
    m_sentence->setObjectName(QStringLiteral("result.sentence"));
    m_sentence->setWordWrap(true);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
    setRole(m_sentence, Role::Figure);
    m_sureness = new Label(this);
    m_sureness->setObjectName(QStringLiteral("result.sureness"));
    m_sureness->setWordWrap(true);
    setRole(m_sureness, Role::Dim);
    m_guards = new Label(this);
    m_guards->setObjectName(QStringLiteral("result.guards"));
    m_guards->setWordWrap(true);
    m_undo = new QPushButton(tr("Undo"), this);
    m_undo->setObjectName(QStringLiteral("result.undo"));
    m_undo->setToolTip(tr("Leave the scenario as it was"));
    m_keep = new QPushButton(tr("Keep"), this);
    m_keep->setObjectName(QStringLiteral("result.keep"));
    m_keep->setToolTip(tr("Set what was tried in the scenario"));
    setRole(m_keep, Role::Primary);
    connect(m_undo, &QPushButton::clicked, this, [this] { emit undoRequested(m_variant); });
    connect(m_keep, &QPushButton::clicked, this, [this] { emit keepRequested(m_variant); });
    m_settle = new QPushButton(tr("Settle it by an experiment"), this);
    m_settle->setObjectName(QStringLiteral("result.settle"));
    m_settle->setToolTip(tr("Both settings in turns under the same arrivals, until the difference is sure"));
    m_settle->setCursor(Qt::PointingHandCursor);
    setRole(m_settle, Role::Link);
    connect(m_settle, &QPushButton::clicked, this, [this] { emit settleRequested(m_variant); });
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_sentence);
    words->addWidget(m_sureness);
    words->addWidget(m_guards);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(14, 0, 12, 0);
    row->addLayout(words, 1);
    row->addWidget(m_settle, 0, Qt::AlignTop);
    row->addWidget(m_undo, 0, Qt::AlignTop);
    row->addWidget(m_keep, 0, Qt::AlignTop);
    static_cast<QVBoxLayout*>(layout())->addLayout(row);
}

void ResultCard::addChoices()
{
    m_choices = new QWidget(this);
    auto* row = new QHBoxLayout(m_choices);
    row->setContentsMargins(12, 0, 12, 0);
    m_setting = new ChoiceBox(m_choices);
    m_setting->setObjectName(QStringLiteral("result.setting"));
    m_setting->setAccessibleName(tr("Setting"));
    m_endpoint = new ChoiceBox(m_choices);
    m_endpoint->setObjectName(QStringLiteral("result.endpoint"));
    m_endpoint->setAccessibleName(tr("Endpoint"));
    for (auto* box : {m_setting, m_endpoint}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(8); // beside the history's list there is little room
        box->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        box->setMaximumWidth(250);
        box->setMaxVisibleItems(24);
        row->addWidget(box, 1000);
    }
    row->addStretch(1);
    connect(m_setting, &QComboBox::activated, this, [this](int index) {
        m_chosen = true;
        if (index > 0) {
            m_variant = static_cast<std::size_t>(index - 1);
            emit variantChosen(m_variant);
        }
        showWords();
        showRows();
    });
    connect(m_endpoint, &QComboBox::activated, this, &ResultCard::showRows);
    layout()->addWidget(m_choices);
}

void ResultCard::addTable()
{
    m_model = new EvidenceModel(this);
    m_table = new ResultTable(m_model, QStringLiteral("result.table"), this);
    m_table->setItemDelegate(new EvidenceDelegate(m_table));
    m_table->setStretchColumn(EvidenceModel::Name);
    m_table->setSpareColumns({EvidenceModel::Interval, EvidenceModel::Variant, EvidenceModel::Baseline});
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(m_table, &QTableView::clicked, this, [this](const QModelIndex& index) { onRow(index.row()); });
    m_foot = new Label(this);
    m_foot->setObjectName(QStringLiteral("result.foot"));
    m_foot->setWordWrap(true);
    m_foot->setContentsMargins(14, 0, 14, 0);
    setRole(m_foot, Role::Caption);
    m_notes = new Label(this);
    m_notes->setObjectName(QStringLiteral("result.notes"));
    m_notes->setWordWrap(true);
    m_notes->setContentsMargins(14, 0, 14, 0);
    setRole(m_notes, Role::Dim);
    for (QWidget* widget : QList<QWidget*>{m_table, m_foot, m_notes})
        layout()->addWidget(widget);
}

int ResultCard::endpoint() const
{
    return std::max(0, m_endpoint->currentIndex()) - 1;
}

bool ResultCard::showsSettings() const
{
    return m_report->variants.size() > 1 && m_report->kind != Kind::Screen && m_setting->currentIndex() <= 0;
}

void ResultCard::showReport(const experiment::TuningReportPtr& report, bool isFinal)
{
    if (!m_report || m_report->id != report->id) {
        m_chosen = false;
        m_setting->clear();
        m_endpoint->clear();
    }
    m_report = report;
    m_isFinal = isFinal;
    if (!m_chosen) {
        const std::size_t leading = leadingVariant(*report);
        if (leading != m_variant)
            emit variantChosen(m_variant = leading);
    }
    fillChoices();
    showWords();
    showRows();
}

// Names are filled in once: they do not change while figures come in, except that variants are added.
void ResultCard::fillChoices()
{
    const auto& report = *m_report;
    const int settings = static_cast<int>(report.variants.size());
    if (m_setting->count() != settings + 1) {
        const int kept = m_setting->currentIndex();
        m_setting->clear();
        m_setting->addItem(tr("All settings, by the first metric"));
        for (std::size_t i = 0; i < report.variants.size(); ++i)
            m_setting->addItem(shownText(triedText(report, i)));
        m_setting->setCurrentIndex(std::max(0, kept));
    }
    if (m_endpoint->count() != static_cast<int>(report.endpoints.size()) + 1) {
        m_endpoint->clear();
        m_endpoint->addItem(tr("All endpoints"));
        for (const auto& endpoint : report.endpoints)
            m_endpoint->addItem(shownText(text(endpoint)));
    }
    const bool isScreening = report.kind == Kind::Screen;
    m_setting->setVisible(settings > 1 && !isScreening);
    m_endpoint->setVisible(report.endpoints.size() > 1 && !isScreening && report.kind != Kind::Find);
    m_choices->setVisible(!m_setting->isHidden() || !m_endpoint->isHidden());
}

void ResultCard::showWords()
{
    const auto& report = *m_report;
    const Headline headline = headlineOf(report, m_variant);
    m_sentence->setText(headline.sentence);
    m_sureness->setText(headline.sureness);
    m_sureness->setVisible(!headline.sureness.isEmpty());
    m_guards->setText(headline.guards);
    m_guards->setVisible(!headline.guards.isEmpty());
    setRole(m_guards, headline.isWarning ? Role::Problem : Role::Dim);
    const bool keepable = report.kind == Kind::Find ? report.search && report.search->value.has_value()
                                                    : report.kind != Kind::Screen && !report.variants.empty();
    m_keep->setVisible(m_isFinal && keepable);
    m_undo->setVisible(m_isFinal && keepable);
    m_settle->setVisible(report.kind == Kind::Compare && m_variant < report.variants.size()
                         && !report.arms[report.variants[m_variant].arm].changes.empty());
    QStringList notes;
    for (const auto& note : report.notes)
        notes << windowWords(text(note));
    m_notes->setText(notes.join(u'\n'));
    m_notes->setVisible(!notes.isEmpty());
}

void ResultCard::setKept(bool kept)
{
    m_keep->setText(kept ? tr("Kept") : tr("Keep"));
    m_keep->setEnabled(!kept);
}

void ResultCard::showRows()
{
    const auto& report = *m_report;
    const QString bar = tr("Difference");
    if (report.kind == Kind::Screen) {
        m_model->setRows(effectRows(report), {tr("Knob"), tr("Low"), tr("High"), bar});
    } else if (showsSettings()) {
        m_model->setRows(settingRows(report, endpoint()), {settingHeading(report), tr("Baseline"), tr("With it"), bar});
    } else {
        const bool isOne = m_variant < report.variants.size();
        const auto& arm = report.arms[isOne ? std::min(report.variants[m_variant].arm, report.arms.size() - 1) : 0];
        const bool isSimple = isOne && arm.changes.size() == 1 && report.variants[m_variant].against == 0;
        m_model->setRows(variantRows(report, m_variant, endpoint()),
                         {tr("Metric"),
                          isSimple ? settingText(arm.changes[0].key, arm.changes[0].from) : tr("Baseline"),
                          isSimple ? settingText(arm.changes[0].key, arm.changes[0].to) : tr("Variant"), bar});
    }
    const bool hasHolm = std::ranges::any_of(m_model->rows(),
                                             [](const EvidenceRow& row) { return row.interval.endsWith(u'*'); });
    QString foot = tr("Shaded: within %1 counts as no difference. The dot is the mean of the pairs' differences "
                      "with its %2 interval; both blocks of a pair had the same arrivals.")
                       .arg(percentText(report.margin), percentText(report.confidence));
    if (report.isSequential)
        foot = tr("Measured one after the other: drift and chance look like differences, so this is weaker than an "
                  "experiment. Shaded: within %1 counts as no difference.")
                   .arg(percentText(report.margin));
    if (hasHolm)
        foot += tr(" * widened, since it is one of several (Holm).");
    m_foot->setText(foot);
    const bool any = m_model->rowCount() > 0;
    m_table->setVisible(any);
    m_foot->setVisible(any);
    fitTable();
}

// As tall as its rows, up to a dozen.
void ResultCard::fitTable()
{
    constexpr int rowHeight = 28;
    constexpr int most = 12;
    m_table->setFixedHeight(m_table->horizontalHeader()->sizeHint().height() + 2
                            + rowHeight * std::clamp(m_model->rowCount(), 1, most));
}

void ResultCard::onRow(int row)
{
    if (!showsSettings() || row < 0 || row >= static_cast<int>(m_report->variants.size()))
        return;
    m_chosen = true;
    m_variant = static_cast<std::size_t>(row);
    showWords();
    emit variantChosen(m_variant);
}

} // namespace weir::ui
