/// Looks at a script for names that its run would trip over: keys of options, callbacks, symbols, fields.
///
/// What it cannot tell for sure it lets pass: a name that may mean something else here, a table that is
/// not written out, a variable that changes.
package struct ScriptReview {
  /// One such name.
  package struct Finding: Equatable, Sendable {
    /// The line, from 1.
    package let line: Int
    /// What is wrong there, and what may have been meant.
    package let sentence: String
  }

  let outline: LuaOutline
  let symbols: [String]
  let parameters: [String]
  /// What the API's globals and the callbacks mean, unless the script gives them another meaning.
  let assigned: Set<String>
  /// Where errors are caught: what stands there may be meant to fail.
  private let caught: [ClosedRange<Int>]
  private(set) var findings: [Finding] = []

  /// The findings in a script or a module of it.
  ///
  /// - Parameters:
  ///   - text: Its bytes.
  ///   - symbols: The symbols that the script declares.
  ///   - parameters: The names of its parameters.
  /// - Returns: The findings in the order of their lines; none for text that is no Lua.
  package static func findings(
    in text: [UInt8], symbols: [String], parameters: [String]
  ) -> [Finding] {
    guard let outline = LuaOutline(text), !reachesGlobals(outline) else { return [] }
    var review = ScriptReview(outline, symbols: symbols, parameters: parameters)
    review.lookAtCallbacks()
    review.lookAtCalls()
    review.lookAtFields()
    return review.findings.sorted { ($0.line, $0.sentence) < ($1.line, $1.sentence) }
  }

  private init(_ outline: LuaOutline, symbols: [String], parameters: [String]) {
    self.outline = outline
    self.symbols = symbols
    self.parameters = parameters
    let source = outline.source
    assigned = Set(
      outline.uses.lazy.filter { $0.variable == nil && $0.role == .assigned }
        .map { source.text(source.tokens[$0.token]) })
    caught = outline.calls.flatMap { call -> [ClosedRange<Int>] in
      guard call.member == nil, source.name(outline.uses[call.use].token) == "pcall"
      else { return [] }
      return call.arguments.compactMap {
        guard case .function(let place) = $0 else { return nil }
        return outline.functions[place].keyword...outline.functions[place].last
      }
    }
  }

  /// Whether globals may get another meaning by a way that the text does not show.
  private static func reachesGlobals(_ outline: LuaOutline) -> Bool {
    outline.uses.contains { use in
      let name = outline.source.name(use.token)
      if name == "_ENV" { return true }
      guard name == "_G", use.variable == nil else { return false }
      if case .field(_, isAssigned: false, _) = use.role { return false }
      return true
    } || outline.source.tokens.contains { outline.source.text($0) == "_ENV" }
  }

  mutating func add(_ token: Int, _ sentence: String) {
    guard !caught.contains(where: { $0.contains(token) }) else { return }
    findings.append(Finding(line: outline.source.tokens[token].line, sentence: sentence))
  }

  /// The text of a token that is a name.
  func text(_ token: Int) -> String { outline.source.text(outline.source.tokens[token]) }

  /// The text that a token spells without escapes; nil for any other.
  func plainText(_ token: Int) -> String? {
    let written = text(token)
    guard let quote = written.first, quote == "\"" || quote == "'", written.count >= 2,
      !written.contains("\\")
    else { return nil }
    return String(written.dropFirst().dropLast())
  }

  /// The function of the API that a call calls; nil when it may be another one.
  func entry(of call: LuaOutline.Call) -> APIEntry? {
    let use = outline.uses[call.use]
    guard use.variable == nil else { return nil }
    let name = text(use.token)
    guard !assigned.contains(name) else { return nil }
    let full = call.member.map { "\(name).\(text($0))" } ?? name
    return APICatalogue.entry(named: full)
  }

  // MARK: Callbacks

  /// Global functions that look like a callback, and that nobody calls.
  private mutating func lookAtCallbacks() {
    let source = outline.source
    let read = Set(
      outline.uses.lazy.filter { $0.variable == nil && $0.role != .assigned }
        .map { source.text(source.tokens[$0.token]) })
    for assignment in outline.assignments {
      let use = outline.uses[assignment.use]
      let name = text(use.token)
      guard case .function = assignment.value, use.variable == nil, Self.looksLikeCallback(name),
        !APICatalogue.callbackNames.contains(name), !read.contains(name),
        !source.tokens.contains(where: { $0.kind == .string && source.text($0).contains(name) }),
        let near = Spelling.nearest(to: name, among: APICatalogue.callbackNames)
      else { continue }
      add(use.token, "nobody calls \(name) (did you mean '\(near)'?)")
    }
  }

  private static func looksLikeCallback(_ name: String) -> Bool {
    guard name.hasPrefix("on"), let next = name.dropFirst(2).first else { return false }
    return next == "_" || next.isUppercase
  }
}
