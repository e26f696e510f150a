// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/endpoint_table_model.h"

#include "tests/support/plausible_run.h"
#include "tests/support/test_registry.h"

#include <QAbstractItemModelTester>
#include <QTest>

#include <algorithm>

using namespace weir;
using namespace weir::ui;
using support::plausibleRun;

class EndpointTableModelTest : public QObject {
    Q_OBJECT

private slots:
    void isEmptyBeforeARun()
    {
        EndpointTableModel model;
        const QAbstractItemModelTester tester(&model);
        QCOMPARE(model.rowCount(), 0);
        QVERIFY(!model.shownStretch());
    }

    void showsTheNewestStretchWithTheTotalInFront()
    {
        EndpointTableModel model;
        const QAbstractItemModelTester tester(&model);
        model.setSnapshot(plausibleRun());
        QCOMPARE(model.rowCount(), 7);
        QCOMPARE(names(model).first(), QStringLiteral("All requests"));
        QCOMPARE(names(model).value(1), QStringLiteral("list_products"));
        QCOMPARE(model.shownStretch()->epoch, 1u);
        QCOMPARE(digits(cell(model, 0, "requests")), QStringLiteral("66000"));
    }

    void aFilterLeavesTheTotal()
    {
        EndpointTableModel model;
        const QAbstractItemModelTester tester(&model);
        model.setSnapshot(plausibleRun());
        model.setFilter(QStringLiteral("PROD list"));
        QCOMPARE(names(model), (QStringList{QStringLiteral("All requests"), QStringLiteral("list_products")}));
        QCOMPARE(digits(cell(model, 0, "requests")), QStringLiteral("66000"));
        model.setSnapshot(plausibleRun({.seconds = 43})); // the next one is filtered as well
        QCOMPARE(model.rowCount(), 2);
        model.setFilter(QStringLiteral("no such name"));
        QCOMPARE(model.rowCount(), 1);
        model.setFilter({});
        QCOMPARE(model.rowCount(), 7);
        QCOMPARE(model.endpointCount(), 6);
    }

    void anEarlierStretchCanBeChosen()
    {
        EndpointTableModel model;
        model.setSnapshot(plausibleRun());
        model.setStretch(RunStretch{metrics::measuredPhase, 0});
        QCOMPARE(digits(cell(model, 0, "requests")), QStringLiteral("18000"));
        model.setStretch(std::nullopt);
        QCOMPARE(digits(cell(model, 0, "requests")), QStringLiteral("66000"));
    }

    void bytesAreOfOneRequest()
    {
        EndpointTableModel model;
        model.setSnapshot(plausibleRun());
        QVERIFY(cell(model, 1, "identity_bytes").startsWith(QStringLiteral("38.2")));
    }

    void aGapSaysWhatIsMissing()
    {
        EndpointTableModel model;
        model.setSnapshot(plausibleRun({.requestsAfter = 500}));
        const int column = columnOf("latency_p99_ms");
        QCOMPARE(model.index(0, column).data().toString(), QStringLiteral("–"));
        QVERIFY(digits(model.index(0, column).data(Qt::ToolTipRole).toString()).contains(QStringLiteral("1000")));
    }

    void sortsByValueAndKeepsTheTotalInFront()
    {
        EndpointTableModel model;
        const QAbstractItemModelTester tester(&model);
        model.setSnapshot(plausibleRun());
        const QPersistentModelIndex report = model.index(6, 0);
        model.sort(columnOf("latency_p50_ms"), Qt::DescendingOrder);
        QCOMPARE(names(model).mid(0, 3), (QStringList{"All requests", "sales_report", "place_order"}));
        QCOMPARE(report.row(), 1);
        model.sort(0, Qt::AscendingOrder);
        QCOMPARE(names(model).value(1), QStringLiteral("customer_orders"));
        model.sort(-1, Qt::AscendingOrder);
        QCOMPARE(names(model).value(1), QStringLiteral("list_products"));
    }

    // A search for each cell takes minutes here; the order needs a value of each row.
    void tenThousandEndpointsWithLongNamesAreSortedAtOnce()
    {
        auto run = std::make_shared<metrics::Snapshot>(*plausibleRun());
        auto info = std::make_shared<metrics::RunInfo>(*run->run);
        info->endpoints.assign(10'000, std::string(2000, 'n'));
        run->run = info;
        run->rows.resize(1);
        for (int i = 0; i < 10'000; ++i) {
            auto row = std::make_shared<metrics::Row>(*run->rows.front());
            row->endpoint = i;
            row->values[metrics::metricIndex("requests")] = i * 7919 % 10'007;
            run->rows.push_back(row);
        }
        EndpointTableModel model;
        model.setSnapshot(run);
        QCOMPARE(model.rowCount(), 10'001);
        model.sort(columnOf("requests"), Qt::DescendingOrder);
        QCOMPARE(digits(cell(model, 1, "requests")), QStringLiteral("10006"));
        for (int i = 0; i < 50; ++i)
            model.setSnapshot(std::make_shared<metrics::Snapshot>(*run));
        QCOMPARE(digits(cell(model, 1, "requests")), QStringLiteral("10006"));
    }

    void theTipSaysWhereTheTimeGoes()
    {
        auto run = std::make_shared<metrics::Snapshot>(*plausibleRun());
        auto total = std::make_shared<metrics::Row>(*run->rows[7]);
        total->values[metrics::metricIndex("time_wait_ms")] = 3.5;
        run->rows[7] = total;
        EndpointTableModel model;
        model.setSnapshot(run);
        QVERIFY(model.index(0, 0).data(Qt::ToolTipRole).toString().contains(QStringLiteral("First byte: 3.5")));
    }

    void aRunningTableIsUpdatedInPlace()
    {
        EndpointTableModel model;
        const auto first = plausibleRun({.requestsAfter = 2000});
        auto second = std::make_shared<metrics::Snapshot>(*plausibleRun({.requestsAfter = 4000}));
        model.setSnapshot(first);
        const QPersistentModelIndex kept = model.index(2, 0);
        model.setSnapshot(second);
        QVERIFY(kept.isValid());
        QCOMPARE(digits(cell(model, 0, "requests")), QStringLiteral("4000"));
    }

private:
    static int columnOf(std::string_view id)
    {
        const auto columns = EndpointTableModel::columns();
        return static_cast<int>(std::ranges::find(columns, id, &MetricColumn::id) - columns.begin()) + 1;
    }
    static QString cell(const EndpointTableModel& model, int row, std::string_view id)
    {
        return model.index(row, columnOf(id)).data().toString();
    }
    static QStringList names(const EndpointTableModel& model)
    {
        QStringList found;
        for (int row = 0; row < model.rowCount(); ++row)
            found.append(model.index(row, 0).data().toString());
        return found;
    }
    static QString digits(QString text) { return text.remove(QChar(0x202f)).remove(QChar(0x2009)).remove(u' '); }
};

static const TestRegistration<EndpointTableModelTest> registeredEndpointTableModelTest;
#include "endpoint_table_model_test.moc"
