/// The script that `sauda new` writes.
package enum ScriptTemplate {
  /// A complete strategy of a name that passes the check and runs on the example ticks.
  package static func text(name: String) -> String {
    """
    -- \(name): buys a rise over the last ticks, with a stop and a target. Change it to taste.
    --
    --   sauda check \(name).lua
    --   sauda replay \(name).lua --ticks FILE

    strategy {
      name = "\(name)",
      symbols = { "SIM:IBM" },
    }

    params {
      qty = { 10, min = 1, max = 100000 },
      rise = { 0.2, min = 0.01, max = 10 },  -- per cent above the lowest price seen
    }

    local low

    function on_tick(tick)
      low = math.min(low or tick.ltp, tick.ltp)
      if position(tick.symbol).is_flat and tick.ltp >= low * (1 + params.rise / 100) then
        local order = buy(tick.symbol, params.qty, {
          tag = "rise",
          stop_loss = pct(0.3),
          take_profit = R(2),
        })
        if not order.ok then log.warn("not bought: %s", order.detail) end
        low = tick.ltp
      end
    end

    function on_fill(fill)
      log.info("%s %d %s at %.2f", fill.side, fill.qty, fill.symbol, fill.price)
    end

    """
  }

  /// Whether a name may be a strategy's: `[a-z0-9_-]{1,40}`.
  package static func isValid(name: String) -> Bool {
    let bytes = Array(name.utf8)
    return (1...40).contains(bytes.count)
      && bytes.allSatisfy {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
          || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
      }
  }
}
