import Money

/// The gate's refusal, with the limit and the actual value in its detail.
///
/// A script may run into the same refusal on every tick, so the sentence is put together only when
/// somebody reads it.
public struct Denial: Error, Hashable, Sendable {
  /// What the sentence is made of.
  private enum Facts: Hashable, Sendable {
    case sentence(String)
    case balance(need: Amount, available: Amount)
    case holding(need: Int64, available: Int64)
  }

  /// The code.
  public let reason: DenialReason
  private let facts: Facts

  /// A refusal with its sentence.
  public init(_ reason: DenialReason, _ sentence: String) {
    self.reason = reason
    self.facts = .sentence(sentence)
  }

  private init(_ reason: DenialReason, facts: Facts) {
    self.reason = reason
    self.facts = facts
  }

  /// The wallet does not cover an order.
  static func balance(need: Amount, available: Amount) -> Denial {
    Denial(.funds, facts: .balance(need: need, available: max(available, .zero)))
  }

  /// More is to be sold than is held and free.
  static func holding(need: Int64, available: Int64) -> Denial {
    Denial(.quantity, facts: .holding(need: need, available: available))
  }

  /// The numbers of the two refusals that scripts meet most.
  public struct Figures: Hashable, Sendable {
    /// Whether they are millionths of a rupee (a wallet too small), not units (too little held).
    public let areMoney: Bool
    /// What an order needs.
    public let need: Int64
    /// What there is.
    public let available: Int64

    /// The numbers of a refusal.
    public init(areMoney: Bool, need: Int64, available: Int64) {
      self.areMoney = areMoney
      self.need = need
      self.available = available
    }
  }

  /// The numbers the sentence is made of; nil when it is made of others.
  public var figures: Figures? {
    switch facts {
    case .sentence: nil
    case .balance(let need, let available):
      Figures(areMoney: true, need: need.micros, available: available.micros)
    case .holding(let need, let available):
      Figures(areMoney: false, need: need, available: available)
    }
  }

  /// The refusal of figures taken from one before.
  public init(figures: Figures) {
    self =
      figures.areMoney
      ? .balance(
        need: Amount(micros: figures.need), available: Amount(micros: figures.available))
      : .holding(need: figures.need, available: figures.available)
  }

  /// One sentence for people, such as `Insufficient quantity. Need: 11, Available: 10`.
  public var detail: String {
    switch facts {
    case .sentence(let text):
      text
    case .balance(let need, let available):
      "Insufficient balance. Need: \(need.rupeeText), Available: \(available.rupeeText)"
    case .holding(let need, let available):
      "Insufficient quantity. Need: \(need), Available: \(available)"
    }
  }
}
