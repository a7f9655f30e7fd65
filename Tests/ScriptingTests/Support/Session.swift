import Market
import Money
import Trading

@testable import Scripting

/// A loaded script with two symbols, for the engine and a desk of its own.
struct Session {
  let host: ScriptHost<Desk>
  private let table: InstrumentTable

  /// Loads a script; `body` follows a declaration of its symbols.
  init(_ body: String) throws {
    host = try ScriptHost<Desk>.load(
      ScriptSource(text: Array((Stage.declaration + body).utf8), fileName: "test.lua"),
      settings: ScriptSettings(), modules: { .missing("there is no \($0)") }, sink: { _, _ in })
    var table = InstrumentTable()
    for symbol in host.declaration.symbols { _ = table.intern(symbol) }
    self.table = table
    try host.bind(table)
  }

  /// An engine that has not begun.
  func engine() -> Engine<ScriptRules> {
    var desk = Desk(
      index: 0, declaration: host.declaration,
      settings: Desk.Settings(initial: Amount(rupees: 500_000)))
    for instrument in table.all { desk.add(instrument, isDeclared: true) }
    return Engine(desks: [desk], rules: ScriptRules([host]))
  }
}
