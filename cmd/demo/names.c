#include "cmd/demo/names.h"

#include <string.h>

#include "core/base/fold.h"

#define COUNT_OF(array) (sizeof(array) / sizeof(*(array)))

static const struct {
    struct name_spelling male, female;
} family_names[] = {
    {{"Məmmədov", "Мамедов"}, {"Məmmədova", "Мамедова"}},
    {{"Əliyev", "Алиев"}, {"Əliyeva", "Алиева"}},
    {{"Həsənov", "Гасанов"}, {"Həsənova", "Гасанова"}},
    {{"Hüseynov", "Гусейнов"}, {"Hüseynova", "Гусейнова"}},
    {{"Quliyev", "Кулиев"}, {"Quliyeva", "Кулиева"}},
    {{"İsmayılov", "Исмайлов"}, {"İsmayılova", "Исмайлова"}},
    {{"Abbasov", "Аббасов"}, {"Abbasova", "Аббасова"}},
    {{"Rəhimov", "Рагимов"}, {"Rəhimova", "Рагимова"}},
    {{"Kərimov", "Керимов"}, {"Kərimova", "Керимова"}},
    {{"Süleymanov", "Сулейманов"}, {"Süleymanova", "Сулейманова"}},
    {{"Cəfərov", "Джафаров"}, {"Cəfərova", "Джафарова"}},
    {{"Vəliyev", "Велиев"}, {"Vəliyeva", "Велиева"}},
    {{"Orucov", "Оруджев"}, {"Orucova", "Оруджева"}},
    {{"Nəbiyev", "Набиев"}, {"Nəbiyeva", "Набиева"}},
    {{"Babayev", "Бабаев"}, {"Babayeva", "Бабаева"}},
    {{"Ağayev", "Агаев"}, {"Ağayeva", "Агаева"}},
    {{"Mustafayev", "Мустафаев"}, {"Mustafayeva", "Мустафаева"}},
    {{"Şirinov", "Ширинов"}, {"Şirinova", "Ширинова"}},
    {{"Qasımov", "Касумов"}, {"Qasımova", "Касумова"}},
    {{"Səfərov", "Сафаров"}, {"Səfərova", "Сафарова"}},
    {{"Əhmədov", "Ахмедов"}, {"Əhmədova", "Ахмедова"}},
    {{"İbrahimov", "Ибрагимов"}, {"İbrahimova", "Ибрагимова"}},
    {{"Musayev", "Мусаев"}, {"Musayeva", "Мусаева"}},
    {{"Bayramov", "Байрамов"}, {"Bayramova", "Байрамова"}},
    {{"Zeynalov", "Зейналов"}, {"Zeynalova", "Зейналова"}},
    {{"Rzayev", "Рзаев"}, {"Rzayeva", "Рзаева"}},
    {{"Xəlilov", "Халилов"}, {"Xəlilova", "Халилова"}},
    {{"Tağıyev", "Тагиев"}, {"Tağıyeva", "Тагиева"}},
    {{"Çələbiyev", "Челебиев"}, {"Çələbiyeva", "Челебиева"}},
    {{"Göyüşov", "Геюшов"}, {"Göyüşova", "Геюшова"}},
    {{"Məhərrəmli", "Магеррамли"}, {"Məhərrəmli", "Магеррамли"}},
    {{"Qarayev", "Караев"}, {"Qarayeva", "Караева"}},
    {{"Dadaşov", "Дадашов"}, {"Dadaşova", "Дадашова"}},
    {{"Novruzov", "Новрузов"}, {"Novruzova", "Новрузова"}},
    {{"Xudiyev", "Худиев"}, {"Xudiyeva", "Худиева"}},
    {{"Əsgərzadə", "Аскерзаде"}, {"Əsgərzadə", "Аскерзаде"}},
    {{"Nağıyev", "Нагиев"}, {"Nağıyeva", "Нагиева"}},
    {{"Yusifli", "Юсифли"}, {"Yusifli", "Юсифли"}},
    {{"Fərzəliyev", "Фарзалиев"}, {"Fərzəliyeva", "Фарзалиева"}},
    {{"Qənbərov", "Гамбаров"}, {"Qənbərova", "Гамбарова"}},
};

static const struct name_spelling male_names[] = {
    {"Elçin", "Эльчин"}, {"Rəşad", "Рашад"},   {"Tural", "Турал"},      {"Orxan", "Орхан"},
    {"Kənan", "Кянан"},  {"Murad", "Мурад"},   {"Ülvi", "Ульви"},       {"Fərid", "Фарид"},
    {"Nicat", "Ниджат"}, {"Emin", "Эмин"},     {"Vüqar", "Вугар"},      {"Ramil", "Рамиль"},
    {"Samir", "Самир"},  {"Anar", "Анар"},     {"Cavid", "Джавид"},     {"İlqar", "Ильгар"},
    {"Zaur", "Заур"},    {"Elnur", "Эльнур"},  {"Toğrul", "Тогрул"},    {"Ceyhun", "Джейхун"},
    {"Rauf", "Рауф"},    {"Namiq", "Намик"},   {"Şahin", "Шахин"},      {"Bəhruz", "Бахруз"},
    {"Əli", "Али"},      {"Hüseyn", "Гусейн"}, {"Məhəmməd", "Магомед"}, {"Qəhrəman", "Кахраман"},
    {"Azər", "Азер"},    {"Fuad", "Фуад"},
};

static const struct name_spelling female_names[] = {
    {"Aygün", "Айгюн"},    {"Leyla", "Лейла"},    {"Nigar", "Нигяр"},    {"Günel", "Гюнель"},
    {"Sevinc", "Севиндж"}, {"Aysel", "Айсель"},   {"Ülviyyə", "Ульвия"}, {"Fidan", "Фидан"},
    {"Nərmin", "Нармин"},  {"Gülnar", "Гюльнар"}, {"Arzu", "Арзу"},      {"Könül", "Кёнуль"},
    {"Lalə", "Лала"},      {"Səbinə", "Сабина"},  {"Türkan", "Тюркан"},  {"Zəhra", "Захра"},
    {"Xədicə", "Хадиджа"}, {"Şəbnəm", "Шабнам"},  {"Çinarə", "Чинара"},  {"Məryəm", "Марьям"},
    {"İradə", "Ирада"},    {"Elnarə", "Эльнара"}, {"Jalə", "Жаля"},      {"Rəna", "Рена"},
    {"Afaq", "Афаг"},
};

size_t name_family_count(void)
{
    return COUNT_OF(family_names);
}

size_t name_given_count(bool female)
{
    return female ? COUNT_OF(female_names) : COUNT_OF(male_names);
}

const struct name_spelling *name_family(size_t index, bool female)
{
    return female ? &family_names[index].female : &family_names[index].male;
}

const struct name_spelling *name_given(size_t index, bool female)
{
    return female ? &female_names[index] : &male_names[index];
}

/* The letters of the alphabet that ASCII lacks; each is two bytes long. */
static const struct {
    const char *letter;
    char ascii;
} substitutes[] = {
    {"ə", 'e'}, {"Ə", 'e'}, {"ı", 'i'}, {"İ", 'i'}, {"ğ", 'g'}, {"Ğ", 'g'}, {"ş", 's'},
    {"Ş", 's'}, {"ç", 'c'}, {"Ç", 'c'}, {"ö", 'o'}, {"Ö", 'o'}, {"ü", 'u'}, {"Ü", 'u'},
};

static char substitute_of(const char *two_bytes)
{
    for (size_t i = 0; i < COUNT_OF(substitutes); i++) {
        if (memcmp(two_bytes, substitutes[i].letter, 2) == 0)
            return substitutes[i].ascii;
    }
    return 0;
}

void name_add_ascii(struct str *out, const char *az)
{
    for (; *az != '\0'; az++) {
        char substitute = az[1] != '\0' ? substitute_of(az) : 0;
        str_add_char(out, substitute != 0 ? substitute : fold_ascii_lower(*az));
        az += substitute != 0;
    }
}
