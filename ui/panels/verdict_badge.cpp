// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/verdict_badge.h"

#include "ui/models/figure_text.h"
#include "ui/theme.h"

#include <QKeyEvent>
#include <QVBoxLayout>

#include <array>

namespace weir::ui {

using Level = metrics::Verdict::Level;

VerdictBadge::VerdictBadge(QWidget* parent) : QLabel(parent)
{
    setObjectName(QStringLiteral("verdict"));
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    setAlignment(Qt::AlignCenter);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setFixedHeight(24); // lower than its two radii it would be drawn with corners
    hide();
}

static QString meaning(Level level)
{
    switch (level) {
    case Level::Valid:
        return VerdictBadge::tr("Weir kept up with what was asked, so these figures describe the target.");
    case Level::Suspect: return VerdictBadge::tr("Something may have touched these figures. Read them with care:");
    default:
        return VerdictBadge::tr("These figures describe Weir or this machine rather than the target. Do not rely on "
                                "them:");
    }
}

QList<VerdictBadge::OfPhase> VerdictBadge::phasesOf(const metrics::Snapshot& snapshot)
{
    QList<OfPhase> phases;
    if (snapshot.judged.size() > metrics::measuredPhase + std::size_t{1})
        for (std::size_t phase = metrics::measuredPhase; phase < snapshot.judged.size(); ++phase)
            phases.append({ui::text(snapshot.run->phases[phase]), snapshot.judged[phase]});
    return phases;
}

static QString nameOf(Level level)
{
    return level == Level::None ? VerdictBadge::tr("no verdict yet") : text(metrics::verdictName(level));
}

QStringList VerdictBadge::reasons() const
{
    const QString bullet = QStringLiteral("• ");
    QStringList lines;
    for (const auto& one : m_phases) {
        lines.append(bullet + tr("%1: %2").arg(one.phase, nameOf(one.verdict.level)));
        for (const auto& reason : one.verdict.reasons)
            lines.last().append(QStringLiteral(". ") + sentence(reason));
    }
    if (m_phases.isEmpty())
        for (const auto& reason : m_verdict.reasons)
            lines.append(bullet + sentence(reason));
    return lines;
}

QString VerdictBadge::headline() const
{
    return m_standing == Standing::SoFar
        ? tr("The run goes on; this is how it stands so far. %1").arg(meaning(m_verdict.level))
        : meaning(m_verdict.level);
}

void VerdictBadge::setVerdict(const metrics::Verdict& verdict, const QList<OfPhase>& phases, Standing standing)
{
    if (verdict == m_verdict && phases == m_phases && standing == m_standing)
        return;
    m_standing = standing;
    m_verdict = verdict;
    m_phases = phases;
    setVisible(verdict.level != Level::None);
    if (verdict.level == Level::None)
        return;
    static constexpr std::array signs{"", "✓", "!", "✕"};
    static constexpr std::array roles{Role::None, Role::Good, Role::Warning, Role::Error};
    const auto level = static_cast<std::size_t>(verdict.level);
    const QString name = ui::text(metrics::verdictName(verdict.level));
    const QString word = standing == Standing::SoFar ? tr("%1 so far").arg(name) : name;
    setText(QStringLiteral("%1 %2").arg(QString::fromUtf8(signs[level]), word));
    setRole(this, roles[level]);
    constexpr int roomBesideText = 28; // the pill's round ends
    setMinimumWidth(fontMetrics().horizontalAdvance(text()) + roomBesideText);
    const QString whole = (QStringList{headline()} + reasons()).join(u'\n');
    setToolTip(whole);
    setAccessibleName(tr("Verdict: %1").arg(word));
    setAccessibleDescription(whole);
}

void VerdictBadge::showReasons()
{
    auto* note = new QFrame(this, Qt::Popup);
    note->setAttribute(Qt::WA_DeleteOnClose);
    note->setObjectName(QStringLiteral("verdict.reasons"));
    setRole(note, Role::Card);
    auto* column = new QVBoxLayout(note);
    column->setContentsMargins(14, 12, 14, 12);
    column->setSpacing(8);
    const auto add = [&](const QString& words) {
        auto* label = new QLabel(words, note);
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setFixedWidth(380);
        column->addWidget(label);
        return label;
    };
    setRole(add(headline()), Role::Title);
    for (const auto& reason : reasons())
        add(reason);
    note->adjustSize();
    note->move(mapToGlobal(QPoint(width() - note->width(), height() + 6)));
    note->show();
}

void VerdictBadge::mouseReleaseEvent(QMouseEvent*)
{
    showReasons();
}

void VerdictBadge::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Space)
        showReasons();
    else
        QLabel::keyPressEvent(event);
}

} // namespace weir::ui
