/// The official client's field names by slot, and which of them are prices.
enum FeedFieldTable {
  static let scrip = [
    "ltp", "vol_traded_today", "last_traded_time", "exch_feed_time", "bid_size", "ask_size",
    "bid_price", "ask_price", "last_traded_qty", "tot_buy_qty", "tot_sell_qty", "avg_trade_price",
    "OI", "low_price", "high_price", "Yhigh", "Ylow", "lower_ckt", "upper_ckt", "open_price",
    "prev_close_price",
  ]
  static let index = [
    "ltp", "prev_close_price", "exch_feed_time", "high_price", "low_price", "open_price",
  ]
  static let depth =
    ["bid_price", "ask_price", "bid_size", "ask_size", "bid_order", "ask_order"]
    .flatMap { name in (1...FeedSlot.Depth.levels).map { "\(name)\($0)" } }

  static func names(of kind: FeedTopicKind) -> [String] {
    switch kind {
    case .scrip: scrip
    case .index: index
    case .depth: depth
    }
  }

  /// One bit a slot whose value the official client scales.
  static func officialPrices(of kind: FeedTopicKind) -> UInt32 {
    switch kind {
    case .scrip: mask([0, 6, 7, 11, 13, 14, 19, 20])
    case .index: mask([0, 1, 3, 4, 5])
    case .depth: 0x3FF
    }
  }

  /// Prices that the official client leaves out or replaces by 0: yearly range and circuits.
  static let hiddenScripPrices = mask([15, 16, 17, 18])

  private static func mask(_ slots: [UInt32]) -> UInt32 {
    slots.reduce(0) { $0 | 1 << $1 }
  }
}
