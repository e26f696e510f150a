// SPDX-License-Identifier: GPL-3.0-or-later
// The proxy's own port in the window: on, asked by a client, a knob turned meanwhile, off.
#include "core/session/proxy_controller.h"
#include "core/settings/demo.h"
#include "tests/support/test_registry.h"
#include "ui/main_window.h"
#include "ui/models/scenario_model.h"
#include "ui/panels/banner.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QToolButton>
#include <QUrl>

using namespace weir;
using namespace weir::ui;
using State = session::ProxyController::State;

class WindowListenerTest : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_window = std::make_unique<MainWindow>();
        m_window->resize(1280, 800);
        m_window->show();
    }
    void cleanup() { m_window.reset(); }

    void servesAClientAndShowsIt()
    {
        QVERIFY(!find<QLabel>("listener.address")->isVisible());
        turnOn();
        QCOMPARE(find<QLabel>("listener.address")->text(), m_window->proxy()->url());
        QVERIFY(find<QLabel>("listener.target")->text().contains(QStringLiteral("built-in")));
        QVERIFY(find<QAction>("action.listen")->isChecked());
        QVERIFY(ask("/products/1").startsWith("HTTP/1.1 200"));
        QTRY_VERIFY_WITH_TIMEOUT(find<QLabel>("listener.traffic")->text().contains(QStringLiteral("1 requests")),
                                 patience);
        QVERIFY(!find<QLabel>("listener.traffic")->text().contains(QStringLiteral("failed")));
        QVERIFY(ask("/no/such/page").startsWith("HTTP/1.1 404"));
        QTRY_VERIFY_WITH_TIMEOUT(find<QLabel>("listener.traffic")->text().endsWith(QStringLiteral("1 failed")),
                                 patience);
        QVERIFY(find<QLabel>("listener.traffic")->toolTip().contains(QStringLiteral("1 × status error")));
        find<QAbstractButton>("listener.switch")->click();
        QTRY_COMPARE_WITH_TIMEOUT(m_window->proxy()->state(), State::Off, patience);
        QVERIFY(!find<QLabel>("listener.address")->isVisible());
        QVERIFY(!find<QAction>("action.listen")->isChecked());
    }

    void itsCurlLineIsCopied()
    {
        turnOn();
        const QString line = find<QLineEdit>("listener.curl")->text();
        QCOMPARE(line, QStringLiteral("curl -i '%1/products?page=1&limit=20'").arg(m_window->proxy()->url()));
        find<QToolButton>("listener.copy")->click();
        QCOMPARE(QApplication::clipboard()->text(), line);
    }

    void liveKnobsReachIt()
    {
        turnOn();
        QVERIFY(ask("/products?page=1&limit=20").contains("Content-Encoding: gzip"));
        m_window->scenario()->setValue(QStringLiteral("compression.enabled"), false);
        QTRY_VERIFY_WITH_TIMEOUT(!ask("/products?page=1&limit=20").contains("Content-Encoding"), patience);
    }

    // Another scenario is another matter: the listener keeps its own until it is started anew.
    void anotherScenarioLeavesItAsItIs()
    {
        turnOn();
        m_window->scenario()->open({}, {});
        m_window->scenario()->setValue(QStringLiteral("compression.enabled"), false);
        QVERIFY(ask("/products?page=1&limit=20").contains("Content-Encoding: gzip"));
        QVERIFY(find<QLineEdit>("listener.curl")->text().contains(QStringLiteral("/products?")));
    }

    void aPortInUseIsToldWithAWayOut()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        listenOn(QStringLiteral("127.0.0.1:%1").arg(other.serverPort()));
        find<QAction>("action.listen")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(m_window->banners()->find(QStringLiteral("listener")), patience);
        const QString words = m_window->banners()->find(QStringLiteral("listener"))->plainText();
        QVERIFY(words.contains(QStringLiteral("in use")));
        QVERIFY(!find<QAbstractButton>("listener.switch")->isChecked());
        find<QPushButton>("banner.listener.use a free port")->click();
        QTRY_COMPARE_WITH_TIMEOUT(m_window->proxy()->state(), State::Listening, patience);
        QVERIFY(!m_window->banners()->find(QStringLiteral("listener")));
    }

    void whatItCannotUseIsTold_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("expected");
        QTest::newRow("address") << "listener.address"
                                 << "nonsense"
                                 << "nonsense";
        QTest::newRow("certificate") << "listener.certificate_file"
                                     << "/no/such.pem"
                                     << "/no/such.pem";
    }
    void whatItCannotUseIsTold()
    {
        QFETCH(QString, key);
        QFETCH(QString, value);
        QFETCH(QString, expected);
        m_window->scenario()->setValue(QStringLiteral("listener.tls"), true);
        m_window->scenario()->setValue(key, value.toStdString());
        find<QAction>("action.listen")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(m_window->banners()->find(QStringLiteral("listener")), patience);
        QVERIFY(m_window->banners()->find(QStringLiteral("listener"))->plainText().contains(expected));
        QCOMPARE(m_window->proxy()->state(), State::Off);
    }

    void opensToOtherMachinesOnlyWhenTold()
    {
        listenOn(QStringLiteral("0.0.0.0:0"));
        find<QAction>("action.listen")->trigger();
        QVERIFY(m_window->banners()->find(QStringLiteral("listener")));
        QCOMPARE(m_window->proxy()->state(), State::Off);
        QVERIFY(!find<QAction>("action.listen")->isChecked());
        find<QPushButton>("banner.listener.cancel")->click();
        QCOMPARE(m_window->proxy()->state(), State::Off);
    }

    void aWindowClosesWhileItListens()
    {
        turnOn();
        QVERIFY(m_window->close());
    }

private:
    static constexpr int patience = 20'000;

    template <typename T>
    T* find(const char* name) const
    {
        auto* found = m_window->findChild<T*>(QLatin1String(name));
        if (!found)
            qFatal("there is no %s", name);
        return found;
    }
    void listenOn(const QString& address)
    {
        m_window->scenario()->setValue(QStringLiteral("listener.address"), address.toStdString());
    }
    void turnOn()
    {
        find<QAbstractButton>("listener.switch")->click();
        QTRY_COMPARE_WITH_TIMEOUT(m_window->proxy()->state(), State::Listening, patience);
    }
    QByteArray ask(const QByteArray& path) const
    {
        QTcpSocket socket;
        socket.connectToHost(QStringLiteral("127.0.0.1"), static_cast<quint16>(QUrl(m_window->proxy()->url()).port()));
        if (!socket.waitForConnected(patience))
            return {};
        socket.write("GET " + path + " HTTP/1.1\r\nHost: test\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n");
        QByteArray answer;
        while (socket.waitForReadyRead(patience))
            answer += socket.readAll();
        return answer;
    }

    std::unique_ptr<MainWindow> m_window;
};

static const TestRegistration<WindowListenerTest> registeredWindowListenerTest;
#include "window_listener_test.moc"
