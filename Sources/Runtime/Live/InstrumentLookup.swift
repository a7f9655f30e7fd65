import Fyers
import Market
import Money
import Scripting

/// What the broker's symbol master says of the symbols a session deals in.
struct InstrumentLookup {
  private let options: LiveOptions
  private let account: FyersAccount?
  private let say: @Sendable (String) -> Void

  /// A look-up for a session.
  init(_ options: LiveOptions, _ account: FyersAccount?, say: @escaping @Sendable (String) -> Void)
  {
    self.options = options
    self.account = account
    self.say = say
  }

  /// The facts; none for a manual feed.
  func facts() throws(Stop) -> InstrumentFacts { InstrumentFacts() }
}
