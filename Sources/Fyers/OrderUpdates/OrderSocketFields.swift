/// The official client's names for the fields of the order socket (FyersWebsocket/map.json 3.2.0).
///
/// Fields that are not listed are dropped by that client, except `id_fyers`.
enum OrderSocketFields {
  typealias Pair = (raw: String, official: String)

  static let orders: [Pair] = [
    ("client_id", "clientId"), ("id", "id"), ("id_parent", "parentId"),
    ("id_exchange", "exchOrdId"), ("qty", "qty"), ("qty_remaining", "remainingQuantity"),
    ("qty_filled", "filledQty"), ("price_limit", "limitPrice"), ("price_stop", "stopPrice"),
    ("price_traded", "tradedPrice"), ("ord_type", "type"), ("fy_token", "fyToken"),
    ("exchange", "exchange"), ("segment", "segment"), ("symbol", "symbol"),
    ("instrument", "instrument"), ("oms_msg", "message"), ("offline_flag", "offlineOrder"),
    ("time_oms", "orderDateTime"), ("validity", "orderValidity"), ("product_type", "productType"),
    ("tran_side", "side"), ("org_ord_status", "status"), ("ord_source", "source"),
    ("symbol_exch", "ex_sym"), ("symbol_desc", "description"), ("ordertag", "orderTag"),
    ("take_profit", "takeProfit"), ("stop_loss", "stopLoss"), ("leg_type", "legType"),
  ]

  static let trades: [Pair] = [
    ("id_fill", "tradeNumber"), ("id", "orderNumber"), ("qty_traded", "tradedQty"),
    ("price_traded", "tradePrice"), ("traded_val", "tradeValue"), ("product_type", "productType"),
    ("client_id", "clientId"), ("id_exchange", "exchangeOrderNo"), ("ord_type", "orderType"),
    ("tran_side", "side"), ("symbol", "symbol"), ("fill_time", "orderDateTime"),
    ("fy_token", "fyToken"), ("exchange", "exchange"), ("segment", "segment"),
    ("ordertag", "orderTag"),
  ]

  static let positions: [Pair] = [
    ("symbol", "symbol"), ("id", "id"), ("buy_avg", "buyAvg"), ("buy_qty", "buyQty"),
    ("buy_val", "buyVal"), ("sell_avg", "sellAvg"), ("sell_qty", "sellQty"),
    ("sell_val", "sellVal"), ("net_avg", "netAvg"), ("net_qty", "netQty"), ("tran_side", "side"),
    ("qty", "qty"), ("product_type", "productType"), ("pl_realized", "realized_profit"),
    ("rbirefrate", "rbiRefRate"), ("fy_token", "fyToken"), ("exchange", "exchange"),
    ("segment", "segment"), ("day_buy_qty", "dayBuyQty"), ("day_sell_qty", "daySellQty"),
    ("cf_buy_qty", "cfBuyQty"), ("cf_sell_qty", "cfSellQty"), ("qty_multiplier", "qtyMulti_com"),
    ("pl_total", "pl"), ("cross_curr_flag", "crossCurrency"),
    ("pl_unrealized", "unrealized_profit"), ("take_profit", "takeProfit"),
    ("stop_loss", "stopLoss"), ("leg_type", "legType"),
  ]
}
