/// Finds names that a script reads but nobody defines: most often a misspelt function.
package enum UnknownNames {
  /// One such name, at its first use.
  package struct Finding: Equatable, Sendable {
    /// The name.
    package let name: String
    /// The line of its first use, from 1.
    package let line: Int
    /// The known name nearest to it; nil when none is near.
    package let nearest: String?
  }

  /// The names in a script that are neither local, nor assigned anywhere, nor part of the API.
  ///
  /// - Parameter text: The bytes of the script.
  /// - Returns: One finding a name, in the order of the text; none for text that is no Lua.
  package static func find(in text: [UInt8]) -> [Finding] {
    guard let outline = LuaOutline(text) else { return [] }
    let source = outline.source
    // The name behind all globals is the language's own.
    var known = Set(APICatalogue.allGlobals).union(["_ENV"])
    for use in outline.uses where use.variable == nil && use.role == .assigned {
      known.insert(source.text(source.tokens[use.token]))
    }
    var findings: [Finding] = []
    var seen: Set<String> = []
    for use in outline.uses where use.variable == nil && use.role != .assigned {
      let name = source.text(source.tokens[use.token])
      guard !known.contains(name), seen.insert(name).inserted else { continue }
      findings.append(
        Finding(
          name: name, line: source.tokens[use.token].line,
          nearest: Spelling.nearest(to: name, among: known.sorted())))
    }
    return findings
  }
}
