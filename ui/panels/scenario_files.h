// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>

#include <functional>

class QMenu;
class QWidget;

namespace weir::ui {

class BannerArea;
class ScenarioModel;

// Opens and saves the window's scenario. What is not saved is never thrown away unasked: whoever opens, starts anew or
// closes is asked first, in a banner.
class ScenarioFiles : public QObject {
    Q_OBJECT

public:
    ScenarioFiles(ScenarioModel* scenario, BannerArea* banners, QWidget* window);

    void newDemo();
    void open(); // asks for the file
    void openFile(const QString& path);
    void openAny(const QString& pathOrUrl); // as given on the command line
    bool save();                            // asks for a name when there is none; false: not saved
    bool saveAs();
    bool saveTo(const QString& path);

    QStringList recent() const { return m_recent; }
    void setRecent(const QStringList& paths);
    void fillRecent(QMenu* menu);

    // Goes on with `next` at once, or after the reader chose to save or to discard.
    void whenSaved(const QString& question, const std::function<void()>& next);

private:
    void load(const QString& pathOrUrl);
    void remember(const QString& path);

    ScenarioModel* m_scenario;
    BannerArea* m_banners;
    QWidget* m_window;
    QStringList m_recent;
};

} // namespace weir::ui
