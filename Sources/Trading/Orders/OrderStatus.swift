/// Where an order is in its life.
public enum OrderStatus: UInt8, Sendable, CaseIterable {
  /// Approved, nothing filled yet.
  case pending
  /// Some of it filled, the rest still working.
  case partial
  /// Filled whole.
  case executed
  /// Refused after it was approved; nothing was filled.
  case failed
  /// Taken back; what had filled stays filled.
  case cancelled
  /// Its fate at the broker is not known.
  case unknown

  /// The word of reports and scripts.
  public var text: String {
    switch self {
    case .pending: "pending"
    case .partial: "partial"
    case .executed: "executed"
    case .failed: "failed"
    case .cancelled: "cancelled"
    case .unknown: "unknown"
    }
  }

  /// Whether the order may still fill by itself.
  public var isWorking: Bool { self == .pending || self == .partial || self == .unknown }

  /// The status after an event; nil when the event is impossible in this status.
  ///
  /// One row a line; rows that surprise say why.
  public func after(_ event: OrderEvent) -> OrderStatus? {
    switch (self, event) {
    case (.pending, .partlyFilled), (.partial, .partlyFilled): .partial
    case (.pending, .filled), (.partial, .filled): .executed
    case (.pending, .cancelled), (.partial, .cancelled): .cancelled
    case (.pending, .rejected): .failed
    // An exchange may refuse what is left of an order after a first fill: that is a cancellation.
    case (.partial, .rejected): .cancelled
    case (.pending, .lost), (.partial, .lost): .unknown
    // What was lost sight of may turn out as anything.
    case (.unknown, .found): .pending
    case (.unknown, .partlyFilled): .partial
    case (.unknown, .filled): .executed
    case (.unknown, .cancelled): .cancelled
    case (.unknown, .rejected): .failed
    case (.unknown, .lost): .unknown
    // A fill can overtake the cancellation on its way: it happened, so it counts.
    case (.cancelled, .partlyFilled): .cancelled
    case (.cancelled, .filled): .executed
    // Everything else contradicts what is already known.
    case (.pending, .found), (.partial, .found): nil
    case (.executed, _), (.failed, _), (.cancelled, _): nil
    }
  }
}

/// What can happen to an order, as far as its status goes.
public enum OrderEvent: UInt8, Sendable, CaseIterable {
  /// A part of what is left was filled.
  case partlyFilled
  /// All that was left was filled.
  case filled
  /// It was taken back, by us or by the exchange.
  case cancelled
  /// The broker or the exchange refused it.
  case rejected
  /// No answer came: its fate is unknown.
  case lost
  /// It was found working at the broker after it had been lost.
  case found
}
