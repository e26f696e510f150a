// SPDX-License-Identifier: GPL-3.0-or-later
// `weir`: the workbench.
#include "ui/main_window.h"
#include "ui/panels/scenario_files.h"
#include "ui/panels/screenshot.h"
#include "ui/panels/self_measurement.h"
#include "ui/plain_text.h"

#include <QApplication>
#include <QCommandLineParser>

#include <cstdio>

using namespace weir::ui;

static void describe(QCommandLineParser& parser)
{
    parser.setApplicationDescription("Weir: sends a workload through a proxy core and charts what its settings do.");
    parser.addPositionalArgument("scenario", "Scenario file (*.weir.json) or a URL to GET. Without one: the demo.",
                                 "[SCENARIO | URL]");
    parser.addOption({"screenshot", "Run the scenario, save a picture of the window to <file> and quit.", "file"});
    parser.addOption({"after", "Take the picture after this many seconds (12).", "seconds", "12"});
    parser.addOption({"size", "Size of the window in pixels, such as 1280x800.", "size"});
    parser.addOption({"measure", "Run the scenario, write how the window kept up to <file> as JSON and quit.", "file"});
    parser.addOption({"theme", "light, dark or system.", "theme"});
    parser.addHelpOption();
    parser.addVersionOption();
}

// Help needs no screen.
static int answerWithoutWindow(QCommandLineParser& parser, int argc, char* argv[], const QString& error)
{
    const QCoreApplication application(argc, argv);
    if (!error.isEmpty())
        std::fprintf(stderr, "weir: %s\n", qPrintable(shownText(error)));
    else if (parser.isSet("version"))
        std::printf("weir %s\n", WEIR_VERSION);
    else
        std::printf("%s", qPrintable(parser.helpText()));
    return error.isEmpty() ? 0 : 104;
}

static void prepare(MainWindow& window, const QCommandLineParser& parser)
{
    if (const QString theme = parser.value("theme"); !theme.isEmpty())
        window.useTheme(theme == "dark"        ? ColorScheme::Dark
                            : theme == "light" ? ColorScheme::Light
                                               : ColorScheme::System);
    if (const auto size = ScreenshotOrder::parseSize(parser.value("size")))
        window.resize(*size);
    if (const QStringList given = parser.positionalArguments(); !given.isEmpty())
        window.files()->openAny(given.constFirst());
    if (!parser.isSet("screenshot") && !parser.isSet("measure"))
        window.offerRecovery();
    if (const QString file = parser.value("measure"); !file.isEmpty())
        new SelfMeasurement(&window, file);
}

int main(int argc, char* argv[])
{
    QCoreApplication::setApplicationName("weir");
    QCoreApplication::setApplicationVersion(WEIR_VERSION);
    QCommandLineParser parser;
    describe(parser);
    const bool understood = parser.parse(QStringList(argv, argv + argc));
    if (!understood || parser.isSet("help") || parser.isSet("help-all") || parser.isSet("version"))
        return answerWithoutWindow(parser, argc, argv, understood ? QString() : parser.errorText());

    QApplication application(argc, argv);
    QGuiApplication::setDesktopFileName("org.weir.weir");
    MainWindow window;
    prepare(window, parser);
    window.show();
    if (parser.isSet("screenshot"))
        orderScreenshot(&window, {parser.value("screenshot"), parser.value("after").toDouble(), window.size()});
    return QApplication::exec();
}
