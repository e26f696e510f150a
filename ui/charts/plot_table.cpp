// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plot_table.h"

#include "ui/charts/plot_view.h"
#include "ui/pages/result_table.h"
#include "ui/plain_text.h"
#include "ui/theme.h"

#include <QAbstractTableModel>
#include <QDialog>
#include <QVBoxLayout>

namespace weir::ui {

namespace {

class PlotTableModel : public QAbstractTableModel {
public:
    PlotTableModel(QList<QStringList> rows, QObject* parent) : QAbstractTableModel(parent), m_rows(std::move(rows)) {}

    int rowCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(std::max<qsizetype>(0, m_rows.size() - 1));
    }
    int columnCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() || m_rows.isEmpty() ? 0 : static_cast<int>(m_rows.constFirst().size());
    }
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override
    {
        if (role == Qt::TextAlignmentRole)
            return side(index.column());
        return role == Qt::DisplayRole ? QVariant(m_rows[index.row() + 1].value(index.column())) : QVariant();
    }
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override
    {
        if (orientation != Qt::Horizontal || m_rows.isEmpty())
            return {};
        if (role == Qt::TextAlignmentRole)
            return side(section);
        return role == Qt::DisplayRole ? QVariant(m_rows.constFirst().value(section)) : QVariant();
    }

private:
    static QVariant side(int column)
    {
        return QVariant::fromValue(Qt::AlignVCenter | (column == 0 ? Qt::AlignLeft : Qt::AlignRight));
    }
    QList<QStringList> m_rows; // the header first
};

} // namespace

void showPlotTable(const PlotView* plot)
{
    auto* dialog = new QDialog(plot->window());
    dialog->setObjectName(QStringLiteral("plot.table"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(documentTitle(plot->title()));
    dialog->resize(560, 420);
    setRole(dialog, Role::Panel);
    auto* table = new ResultTable(new PlotTableModel(plot->table(), dialog), QStringLiteral("plot.table.rows"), dialog);
    table->setAccessibleName(plot->title());
    auto* column = new QVBoxLayout(dialog);
    column->setContentsMargins(6, 6, 6, 6);
    column->addWidget(table);
    dialog->show();
    table->setFocus();
}

} // namespace weir::ui
