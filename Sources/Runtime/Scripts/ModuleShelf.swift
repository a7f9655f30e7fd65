import Reporting
import Scripting

/// The modules that a script has required since it was loaded: each is read once, and stays what it was.
final class ModuleShelf {
  private let find: (String) -> ModuleText
  private var texts: [String: ModuleText] = [:]
  /// Those that were required and not taken yet, in order.
  private(set) var untaken: [(name: String, text: ModuleText)] = []

  /// An empty shelf.
  ///
  /// - Parameter find: Reads a module by its name, at its first use.
  init(_ find: @escaping (String) -> ModuleText) { self.find = find }

  /// The text of a module.
  func text(_ name: String) -> ModuleText {
    if let known = texts[name] { return known }
    let text = find(name)
    texts[name] = text
    untaken.append((name, text))
    return text
  }

  /// Takes those that nobody has taken yet.
  func take() -> [(name: String, text: ModuleText)] {
    defer { untaken.removeAll() }
    return untaken
  }
}

/// A module that a script of a session required, as a recording tells of it.
struct RecordedModule: Equatable, Sendable {
  /// What `require` was given.
  enum Found: Equatable, Sendable {
    /// A text, by its fingerprint.
    case text(String)
    /// None; the sentence says where it was looked for.
    case missing(String)
  }

  /// The script.
  var script: Int
  /// Its name, such as `lib.levels`.
  var name: String
  /// What there was.
  var found: Found

  /// A module.
  init(script: Int, name: String, found: Found) {
    self.script = script
    self.name = name
    self.found = found
  }

  /// What a script was given.
  init(script: Int, name: String, _ text: ModuleText) {
    let found: Found =
      switch text {
      case .text(let bytes): .text(Fingerprint.sha256(of: bytes))
      case .missing(let sentence): .missing(sentence.replacing("\n", with: " "))
      }
    self.init(script: script, name: name, found: found)
  }

  /// One line: the script, the name, and the fingerprint or a dash and the sentence.
  var line: String {
    switch found {
    case .text(let fingerprint): "\(script) \(name) \(fingerprint)"
    case .missing(let sentence): "\(script) \(name) - \(sentence)"
    }
  }

  /// Reads a line; nil for one of another form.
  init?(line: String) {
    let parts = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count >= 3, let script = Int(parts[0]), script >= 0, !parts[1].isEmpty else {
      return nil
    }
    let found: Found
    if parts[2] == "-" {
      found = .missing(parts.count == 4 ? String(parts[3]) : "")
    } else {
      guard parts.count == 3 else { return nil }
      found = .text(String(parts[2]))
    }
    self.init(script: script, name: String(parts[1]), found: found)
  }
}
