/// The official client's field names by slot, and which of them are prices.
enum FeedFieldTable {
  /// Every name: those of scrips, of indices, of depth, and those that stand for no slot.
  static let names = scrip + index + depth + ["type", "symbol", "ch", "chp"]

  /// Where the names of a kind begin in ``names``.
  static func firstName(of kind: FeedTopicKind) -> Int {
    switch kind {
    case .scrip: 0
    case .index: 21
    case .depth: 27
    }
  }

  static let type = 57
  static let symbol = 58
  static let change = 59
  static let changePercent = 60

  /// How many slots of a kind the official client has names for.
  static func nameCount(of kind: FeedTopicKind) -> Int {
    switch kind {
    case .scrip: 21
    case .index: 6
    case .depth: 30
    }
  }

  private static let scrip = [
    "ltp", "vol_traded_today", "last_traded_time", "exch_feed_time", "bid_size", "ask_size",
    "bid_price", "ask_price", "last_traded_qty", "tot_buy_qty", "tot_sell_qty", "avg_trade_price",
    "OI", "low_price", "high_price", "Yhigh", "Ylow", "lower_ckt", "upper_ckt", "open_price",
    "prev_close_price",
  ]
  private static let index = [
    "ltp", "prev_close_price", "exch_feed_time", "high_price", "low_price", "open_price",
  ]
  private static let depth =
    ["bid_price", "ask_price", "bid_size", "ask_size", "bid_order", "ask_order"]
    .flatMap { name in (1...FeedSlot.Depth.levels).map { "\(name)\($0)" } }

  /// One bit a slot whose value the official client scales.
  static func officialPrices(of kind: FeedTopicKind) -> UInt32 {
    switch kind {
    case .scrip: scripPrices
    case .index: indexPrices
    case .depth: 0x3FF
    }
  }

  private static let scripPrices = mask([0, 6, 7, 11, 13, 14, 19, 20])
  private static let indexPrices = mask([0, 1, 3, 4, 5])

  /// Prices that the official client leaves out or replaces by 0: yearly range and circuits.
  static let hiddenScripPrices = mask([15, 16, 17, 18])

  private static func mask(_ slots: [UInt32]) -> UInt32 {
    slots.reduce(0) { $0 | 1 << $1 }
  }
}
