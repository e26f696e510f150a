// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/origin/words.h"

#include "core/base/strings.h"

#include <fmt/format.h>

#include <array>

namespace weir::origin {

namespace {

constexpr auto adjectiveList = std::to_array<std::string_view>(
    {"Compact",  "Classic",    "Folding",   "Silent",     "Sturdy",  "Portable", "Modern",  "Rustic",
     "Slim",     "Deluxe",     "Everyday",  "Weekend",    "Urban",   "Nordic",   "Vintage", "Solid",
     "Light",    "Heavy-duty", "Stackable", "Adjustable", "Quiet",   "Seamless", "Padded",  "Magnetic",
     "Cordless", "Foldable",   "Insulated", "Hand-made",  "Rounded", "Tall"});

constexpr auto materialList = std::to_array<std::string_view>(
    {"Oak",  "Walnut", "Steel",  "Linen",  "Cotton", "Leather", "Bamboo", "Ceramic", "Glass",    "Copper",
     "Wool", "Cork",   "Marble", "Rattan", "Ash",    "Brass",   "Felt",   "Canvas",  "Concrete", "Aluminium"});

constexpr auto articleList = std::to_array<std::string_view>(
    {"Desk",     "Chair",   "Lamp",      "Shelf",     "Kettle",   "Backpack", "Blanket", "Table",
     "Bench",    "Cushion", "Clock",     "Mirror",    "Rug",      "Stool",    "Basket",  "Bottle",
     "Cabinet",  "Tray",    "Vase",      "Mug",       "Notebook", "Planter",  "Speaker", "Toaster",
     "Wardrobe", "Teapot",  "Headboard", "Organiser", "Umbrella", "Pan"});

constexpr auto brandList = std::to_array<std::string_view>(
    {"Halden & Co", "Norvik", "Fermata", "Bright Harbour", "Osterfeld", "Pinewell", "Kestrel Works", "Lumen Nord",
     "Arbor House", "Tessel", "Quillon", "Marrow & Vale", "Solberg", "Ironbark", "Calder Mill", "Woodrow"});

constexpr auto categoryList = std::to_array<std::string_view>(
    {"Furniture", "Kitchen", "Lighting", "Textiles", "Storage", "Outdoor", "Office", "Decor"});

constexpr auto colourList = std::to_array<std::string_view>({"charcoal", "sand", "olive", "navy", "terracotta", "ivory",
                                                             "moss", "slate", "amber", "graphite", "rose", "natural"});

constexpr auto firstNameList = std::to_array<std::string_view>(
    {"Amara", "Jonas", "Lucia", "Mateo", "Ines",   "Henrik", "Priya", "Oscar", "Yuki",  "Leila", "Tomas", "Greta",
     "Samir", "Nora",  "Felix", "Chloe", "Dmitri", "Elena",  "Kofi",  "Marta", "Ruben", "Signe", "Wei",   "Zara"});

constexpr auto lastNameList = std::to_array<std::string_view>(
    {"Okafor", "Lindqvist", "Moreau", "Fernandez", "Kowalski", "Tanaka", "Novak",   "Haddad",
     "Larsen", "Rossi",     "Patel",  "Schneider", "Murphy",   "Costa",  "Janssen", "Petrov",
     "Mensah", "Virtanen",  "Dubois", "Keller",    "Silva",    "Bauer"});

constexpr auto streetList = std::to_array<std::string_view>(
    {"Station Road", "Mill Lane", "Harbour Street", "Linden Avenue", "Church Walk", "Market Square", "Garden Row",
     "River Terrace", "Castle Hill", "Orchard Close", "North Quay", "Victoria Road"});

constexpr auto cityList = std::to_array<std::string_view>({"Lisbon", "Ghent", "Aarhus", "Graz", "Porto", "Leeds",
                                                           "Bremen", "Lyon", "Turku", "Bologna", "Utrecht", "Cork",
                                                           "Gdansk", "Malaga", "Basel", "Bergen"});

constexpr auto regionList = std::to_array<std::string_view>({"EU-West", "EU-North", "EU-South", "EU-Central"});

// Sentences with gaps: {0} material, {1} article, {2} colour, {3} number, {4} use, {5} quality.
constexpr auto sentenceList = std::to_array<std::string_view>({
    "The {1} is made of {0} that was chosen for its {5}, and every piece is checked by hand before it leaves the "
    "workshop.",
    "Its {2} finish keeps its {5} through {3} years of daily use.",
    "Customers who bought it for {4} tell us that they would not part with it again.",
    "Assembly takes about {3} minutes and needs no tools but a screwdriver.",
    "We ship it flat in a box of {3} kilograms, without any plastic.",
    "A frame of {0} gives it the {5} you expect at this price.",
    "Wipe it with a damp cloth; the {0} does not mind water, coffee or the occasional glass of red wine.",
    "It was designed for {4}, yet it looks just as much at home where {5} matters most.",
    "Available in {2} and, from next season, in {3} further colours.",
    "The surface carries up to {3} kilograms, more than most of its kind.",
    "Thanks to the {0} inlay, {4} becomes a little quieter.",
    "Our own {1} has stood in the office for {3} months and shows no marks at all.",
    "If {5} is what you are looking for, compare it with the {2} version before you decide.",
    "Spare parts are kept in stock for at least {3} years.",
    "The {2} {1} goes well with {0}, and with anything else that has some {5}.",
    "Small enough for {4}, large enough for a family of {3}.",
    "No glue holds it together, only {0} joints that a carpenter would recognise.",
    "Two of them side by side make a good place for {4}.",
});

constexpr auto useList = std::to_array<std::string_view>(
    {"long evenings", "a first flat", "working from home", "the garden", "small kitchens", "reading in bed",
     "busy mornings", "weekend trips", "a child's room", "the hallway", "open offices", "breakfast outside",
     "rented rooms", "rainy days"});

constexpr auto qualityList = std::to_array<std::string_view>(
    {"strength", "warmth", "calm", "clean lines", "light weight", "good balance", "even grain", "depth of colour",
     "honest simplicity", "long life", "softness", "quiet elegance", "low price", "resistance to scratches"});

void appendSentence(std::string& text, base::Random& random)
{
    fmt::format_to(std::back_inserter(text), fmt::runtime(pick(sentenceList, random)),
                   base::lowered(pick(materialList, random)), base::lowered(pick(articleList, random)),
                   pick(colourList, random), random.between(2, 48), pick(useList, random), pick(qualityList, random));
}

} // namespace

std::span<const std::string_view> adjectives()
{
    return adjectiveList;
}
std::span<const std::string_view> materials()
{
    return materialList;
}
std::span<const std::string_view> articles()
{
    return articleList;
}
std::span<const std::string_view> brands()
{
    return brandList;
}
std::span<const std::string_view> categories()
{
    return categoryList;
}
std::span<const std::string_view> colours()
{
    return colourList;
}
std::span<const std::string_view> firstNames()
{
    return firstNameList;
}
std::span<const std::string_view> lastNames()
{
    return lastNameList;
}
std::span<const std::string_view> streets()
{
    return streetList;
}
std::span<const std::string_view> cities()
{
    return cityList;
}
std::span<const std::string_view> regions()
{
    return regionList;
}

std::string prose(std::size_t sentences, base::Random& random)
{
    std::string text;
    for (std::size_t i = 0; i < sentences; ++i) {
        if (i > 0)
            text += ' ';
        appendSentence(text, random);
    }
    return text;
}

std::string uuid(base::Random& random)
{
    const auto high = random.next();
    const auto low = random.next();
    return fmt::format("{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}", high >> 32, (high >> 16) & 0xffff, high & 0xfff,
                       (low >> 48 & 0x3fff) | 0x8000, low & 0xffffffffffff);
}

} // namespace weir::origin
