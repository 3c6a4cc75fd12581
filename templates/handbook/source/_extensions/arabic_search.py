"""Search in Arabic, which Sphinx does not know.

The same word is written with and without vowel marks, with different forms of alef, and with the
article and small words joined to it. Both the index and what a reader types are brought to one
form: marks off, one alef, one ya, article and joined words off the front, common endings off the
back. The Python below and the JavaScript behind it do exactly the same; the tests compare them.
"""

import re

from sphinx.search import SearchLanguage

MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670]")
LETTERS = str.maketrans("أإآٱىةؤئ", "اااايهوي")
FRONT = re.compile("^(?:[وف]?(?:ال|بال|كال|لل)|[وف](?=[بلك]?ال))")
BACK = re.compile("(?:ات|ون|ين|ان|يه|ها|هم|ه|ي)$")
SHORTEST = 3
"""Letters that stay at least."""

JAVASCRIPT = """
const arabicEven = (text) => text
  .replace(/[\\u0610-\\u061a\\u0640\\u064b-\\u065f\\u0670]/g, "")
  .replace(/[أإآٱ]/g, "ا").replace(/[ىئ]/g, "ي").replace(/ة/g, "ه").replace(/ؤ/g, "و");
var Stemmer = function () {
  this.stemWord = function (word) {
    const even = arabicEven(word.toLowerCase());
    if (!/[\\u0621-\\u064a]/.test(even)) return even;
    const bare = even.replace(/^(?:[وف]?(?:ال|بال|كال|لل)|[وف](?=[بلك]?ال))/, "");
    const start = bare.length >= 3 ? bare : even;
    const stem = start.replace(/(?:ات|ون|ين|ان|يه|ها|هم|ه|ي)$/, "");
    return stem.length >= 3 ? stem : start;
  };
};
"""
SPLITTER = """
var splitQuery = (query) => arabicEven(query)
  .split(/[^\\p{Letter}\\p{Number}_]+/gu).filter((term) => term);
"""


def even(text):
    """One way of writing: no marks, one alef, one ya."""
    return MARKS.sub("", text).translate(LETTERS)


class SearchArabic(SearchLanguage):
    lang = "ar"
    language_name = "Arabic"
    stopwords = frozenset(["في", "من", "على", "الي", "عن", "ان", "او", "ما", "لا", "هل"])
    js_stemmer_code = JAVASCRIPT
    js_splitter_code = SPLITTER

    def split(self, input):
        return self._word_re.findall(even(input))

    def stem(self, word):
        whole = even(word.lower())
        if not re.search("[\u0621-\u064a]", whole):
            return whole
        bare = FRONT.sub("", whole)
        start = bare if len(bare) >= SHORTEST else whole
        stem = BACK.sub("", start)
        return stem if len(stem) >= SHORTEST else start


def setup(app):
    app.add_search_language(SearchArabic)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
