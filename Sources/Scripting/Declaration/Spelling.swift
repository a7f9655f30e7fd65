/// Finds the word somebody meant.
package enum Spelling {
  /// The known word nearest to a misspelt one; nil when none is near enough.
  ///
  /// Near enough is a third of the word, at least one and at most three edits; of equally near words
  /// the first one is taken.
  package static func nearest(to word: String, among words: some Sequence<String>) -> String? {
    let letters = Array(word.lowercased().utf8.prefix(80))
    var best: String?
    var bestDistance = min(3, max(1, letters.count / 3)) + 1
    for candidate in words {
      let distance = editDistance(letters, Array(candidate.lowercased().utf8))
      if distance < bestDistance {
        best = candidate
        bestDistance = distance
      }
    }
    return best
  }

  /// The words ` (did you mean 'x'?)` for a name of the script API, or nothing; names that are spelt quite
  /// differently elsewhere are known.
  static func suggestion(forName word: String, among words: [String]) -> String {
    if let meant = APICatalogue.synonyms[word], words.contains(meant) {
      return " (did you mean '\(meant)'?)"
    }
    return suggestion(for: word, among: words)
  }

  /// The words ` (did you mean 'x'?)`, or nothing.
  package static func suggestion(
    for word: String, among words: some Sequence<String>
  ) -> String {
    guard let word = nearest(to: word, among: words) else { return "" }
    return " (did you mean '\(word)'?)"
  }

  /// Levenshtein's distance, where swapping two neighbours counts once.
  private static func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    for row in 0..<left.count {
      var current = [row + 1]
      current.reserveCapacity(right.count + 1)
      for column in 0..<right.count {
        let isSame = left[row] == right[column]
        var distance = min(
          last[column] + (isSame ? 0 : 1), last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          distance = min(distance, beforeLast[column - 1] + 1)
        }
        current.append(distance)
      }
      beforeLast = last
      last = current
    }
    return last[right.count]
  }
}
