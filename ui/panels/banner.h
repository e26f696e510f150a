// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QList>
#include <QString>

#include <functional>

class QHBoxLayout;
class QVBoxLayout;

namespace weir::ui {

struct BannerAction {
    QString text;
    std::function<void()> run; // the banner is gone by then
    bool isMain = false;
};

struct BannerText {
    enum class Severity { Info, Warning, Error };
    QString key; // a new banner takes the place of an earlier one of the same key
    Severity severity = Severity::Info;
    QString title;     // what happened
    QStringList lines; // cause and remedy; as many as there are
    QList<BannerAction> actions;
};

// A message across the page that waits for its reader and stops nobody.
class Banner : public QFrame {
    Q_OBJECT

public:
    explicit Banner(const BannerText& text, QWidget* parent = nullptr);

    QString key() const { return m_key; }
    QString plainText() const { return m_plainText; }

signals:
    void dismissed();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QWidget* makeWords(const BannerText& text);
    void addActions(const BannerText& text, QHBoxLayout* row);

    QString m_key;
    QString m_plainText;
};

// Where banners stand, one beneath the other; takes no room without any.
class BannerArea : public QWidget {
    Q_OBJECT

public:
    explicit BannerArea(QWidget* parent = nullptr);

    void show(const BannerText& text);
    void dismiss(const QString& key);
    const Banner* find(const QString& key) const; // null when there is none
    QList<Banner*> banners() const;

private:
    void remove(Banner* banner);

    QVBoxLayout* m_column;
};

} // namespace weir::ui
