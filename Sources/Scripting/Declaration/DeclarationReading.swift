import Market
import Money
import Trading

/// Collects what `strategy{}` declares, one value at a time, and refuses what is out of range.
struct DeclarationReading {
  private static let symbolsAtMost = 100
  private(set) var declaration = StrategyDeclaration(name: "", symbols: [])

  /// Takes one of the plain fields; the prelude has already refused unknown ones.
  mutating func take(field: String, _ values: HostArguments, at index: Int) throws(HostRefusal) {
    switch field {
    case "name": declaration.name = try name(values, index)
    case "version":
      declaration.version = try wholeNumber("strategy: version", values, index, from: 0)
    case "product":
      let word = try text("strategy: product", values, index)
      guard let product = Product(rawValue: word) else {
        throw refusal(word, "strategy: product", Product.allCases.map(\.rawValue))
      }
      declaration.product = product
    case "allow_short":
      guard let flag = values.boolean(index) else {
        throw HostRefusal(
          "strategy: allow_short: expected true or false, was \(values.kind(index))")
      }
      declaration.allowsShort = flag
    case "no_entry_after":
      declaration.noEntryAfterSecond = try clock("strategy: no_entry_after", values, index)
    case "square_off": declaration.squareOff = try squareOff(values, index)
    case "trigger":
      let word = try text("strategy: trigger", values, index)
      guard let trigger = TriggerPrice(rawValue: word) else {
        throw refusal(word, "strategy: trigger", TriggerPrice.allCases.map(\.rawValue))
      }
      declaration.trigger = trigger
    case "on_error":
      let word = try text("strategy: on_error", values, index)
      guard let policy = StrategyDeclaration.ErrorPolicy(rawValue: word) else {
        throw refusal(
          word, "strategy: on_error", StrategyDeclaration.ErrorPolicy.allCases.map(\.rawValue))
      }
      declaration.onError = policy
    default: throw HostRefusal("strategy: unknown key '\(field)'")
    }
  }

  /// Takes one of `symbols`.
  mutating func take(symbolIn values: HostArguments, at index: Int) throws(HostRefusal) {
    guard let bytes = values.bytes(index) else {
      throw HostRefusal("strategy: symbols: expected text, was \(values.kind(index))")
    }
    let isClean = bytes.allSatisfy { (0x21...0x7E).contains($0) }
    guard isClean, (1...64).contains(bytes.count) else {
      throw HostRefusal(
        "strategy: symbols: expected 1 to 64 printable characters such as NSE:SBIN-EQ, was "
          + "'\(String(decoding: bytes.prefix(80), as: UTF8.self))'")
    }
    let symbol = String(decoding: bytes, as: UTF8.self)
    guard !declaration.symbols.contains(symbol) else {
      throw HostRefusal("strategy: symbols: \(symbol) is there twice")
    }
    guard declaration.symbols.count < Self.symbolsAtMost else {
      throw HostRefusal("strategy: symbols: expected at most \(Self.symbolsAtMost)")
    }
    declaration.symbols.append(symbol)
  }

  /// Takes one of `bars`.
  mutating func take(barIn values: HostArguments, at index: Int) throws(HostRefusal) {
    let word = try text("strategy: bars", values, index)
    guard BarInterval(rawValue: word) != nil else {
      throw refusal(word, "strategy: bars", BarInterval.allCases.map(\.rawValue))
    }
    if !declaration.bars.contains(word) { declaration.bars.append(word) }
  }

  /// Takes one of `limits`.
  mutating func take(limit: String, _ values: HostArguments, at index: Int) throws(HostRefusal) {
    let what = "strategy: limits: \(limit)"
    switch limit {
    case "max_loss", "max_notional":
      guard let number = values.number(index) else {
        throw HostRefusal("\(what): expected a number of rupees, was \(values.kind(index))")
      }
      guard let amount = NumberReading.amount(number), amount > .zero else {
        throw HostRefusal("\(what): expected rupees above 0, was \(number)")
      }
      if limit == "max_loss" {
        declaration.limits.maxLoss = amount
      } else {
        declaration.limits.maxNotional = amount
      }
    case "max_orders":
      declaration.limits.maxOrders = try wholeNumber(what, values, index, from: 0)
    case "max_quantity":
      declaration.limits.maxQuantity = try wholeNumber(what, values, index, from: 0)
    case "max_positions":
      declaration.limits.maxPositions = try wholeNumber(what, values, index, from: 0)
    case "cooldown":
      declaration.limits.cooldownSeconds = try wholeNumber(what, values, index, from: 0)
    default: throw HostRefusal("strategy: limits: unknown key '\(limit)'")
    }
  }

  /// Checks what must be there.
  func finished() throws(HostRefusal) -> StrategyDeclaration {
    guard !declaration.name.isEmpty else {
      throw HostRefusal("strategy: name is missing: name = \"my_strategy\"")
    }
    guard !declaration.symbols.isEmpty else {
      throw HostRefusal("strategy: symbols is missing: symbols = { \"NSE:SBIN-EQ\" }")
    }
    if declaration.product == .cnc, declaration.allowsShort {
      throw HostRefusal(
        "strategy: allow_short: product \"CNC\" is delivery, which cannot be sold short; "
          + "set product = \"INTRADAY\" or leave allow_short out")
    }
    return declaration
  }

  private func name(_ values: HostArguments, _ index: Int) throws(HostRefusal) -> String {
    let name = try text("strategy: name", values, index)
    let isClean = name.utf8.allSatisfy {
      switch $0 {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
    guard isClean, (1...40).contains(name.utf8.count) else {
      throw HostRefusal(
        "strategy: name: expected 1 to 40 of a-z 0-9 _ -, was '\(name.prefix(80))'")
    }
    return name
  }

  private func squareOff(
    _ values: HostArguments, _ index: Int
  ) throws(HostRefusal) -> StrategyDeclaration.SquareOff {
    switch try text("strategy: square_off", values, index) {
    case "auto": return .auto
    case "never": return .never
    case let time:
      guard let second = ClockText.secondOfDay(time) else {
        throw HostRefusal(
          "strategy: square_off: expected HH:MM, \"auto\" or \"never\", was '\(time.prefix(80))'")
      }
      return .at(secondOfDay: second)
    }
  }

  private func clock(
    _ what: String, _ values: HostArguments, _ index: Int
  ) throws(HostRefusal) -> Int64 {
    let time = try text(what, values, index)
    guard let second = ClockText.secondOfDay(time) else {
      throw HostRefusal("\(what): expected HH:MM in Indian time, was '\(time.prefix(80))'")
    }
    return second
  }

  private func text(
    _ what: String, _ values: HostArguments, _ index: Int
  ) throws(HostRefusal) -> String {
    guard let text = values.text(index) else {
      throw HostRefusal("\(what): expected text, was \(values.kind(index))")
    }
    return text
  }

  private func wholeNumber(
    _ what: String, _ values: HostArguments, _ index: Int, from least: Int64
  ) throws(HostRefusal) -> Int64 {
    guard let number = values.number(index) else {
      throw HostRefusal("\(what): expected a whole number, was \(values.kind(index))")
    }
    guard let whole = values.integer(index) ?? Int64(exactly: number), whole >= least,
      whole <= 1_000_000_000_000
    else {
      throw HostRefusal("\(what): expected a whole number from \(least), was \(number)")
    }
    return whole
  }

  private func refusal(_ word: String, _ what: String, _ words: [String]) -> HostRefusal {
    HostRefusal(
      "\(what): expected one of \(words.joined(separator: " ")), was '\(word.prefix(80))'"
        + Spelling.suggestion(for: word, among: words))
  }
}
