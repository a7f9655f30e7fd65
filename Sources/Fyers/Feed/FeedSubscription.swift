public import Market

/// What a topic of the data socket was asked for.
public struct FeedSubscription: Hashable, Sendable {
  /// The name of the topic, such as `sf|nse_cm|3045`.
  public let topic: String
  /// The symbol the values are of.
  public let symbol: String
  /// The instrument the values are of; nil when the caller has no table of instruments.
  public let instrument: InstrumentID?

  /// A subscription.
  public init(topic: String, symbol: String, instrument: InstrumentID? = nil) {
    self.topic = topic
    self.symbol = symbol
    self.instrument = instrument
  }
}
