import Market

/// The texts `sauda stubs` and `sauda new` write.
package enum EditorFiles {
  /// Definitions of the script API for the Lua language server.
  package static var stubs: String {
    var lines = [
      "---@meta", "-- The script API of Sauda, written by `sauda stubs`. It is never run.", "",
      "---@alias Interval \(APICatalogue.words(BarInterval.allCases.map(\.rawValue)))",
      "---@alias Phase \(APICatalogue.words(SessionPhase.allCases.map(\.rawValue)))", "",
    ]
    for type in APICatalogue.classes {
      lines.append("---\(type.summary)")
      lines.append("---@class \(type.name)" + (type.parent.map { ": \($0)" } ?? ""))
      for field in type.fields {
        lines.append("---@field \(field.name) \(field.type) \(field.summary)")
      }
      lines.append("")
    }
    var tables: Set<String> = []
    for entry in APICatalogue.entries {
      if let table = entry.table, tables.insert(table).inserted { lines += ["\(table) = {}", ""] }
      lines += text(of: entry) + [""]
    }
    lines += [
      "---The parameters: params{ name = default } at the top level, then params.name.",
      "---@type table<string, any> | fun(parameters: table): table", "params = {}", "",
      "---Plain data that is kept with the decisions; state.day is emptied each trading day.",
      "---@class State: { [string]: any }", "---@field day table", "state = { day = {} }", "",
    ]
    for callback in APICatalogue.callbacks {
      let parameters = callback.parameters.map { "\($0.name): \($0.type)" }
      lines.append("---\(callback.summary)")
      lines.append("---@type nil|fun(\(parameters.joined(separator: ", ")))")
      lines += ["\(callback.name) = nil", ""]
    }
    return lines.joined(separator: "\n")
  }

  private static func text(of entry: APIEntry) -> [String] {
    var lines = ["---\(entry.summary)"]
    for parameter in entry.parameters {
      lines.append("---@param \(parameter.name) \(parameter.type)")
    }
    for type in entry.returns { lines.append("---@return \(type)") }
    for overload in entry.overloads { lines.append("---@overload \(overload)") }
    let names = entry.parameters.map { $0.name.filter { $0 != "?" } }
    lines.append("function \(entry.name)(\(names.joined(separator: ", "))) end")
    return lines
  }

  /// Settings that make the Lua language server read the definitions.
  package static let languageServerSettings = """
    {
      "$schema": "https://raw.githubusercontent.com/LuaLS/vscode-lua/master/setting/schema.json",
      "runtime.version": "Lua 5.4",
      "runtime.builtin": { "io": "disable", "os": "disable", "debug": "disable", "package": "disable" },
      "workspace.library": ["sauda.stub.lua"],
      "diagnostics.disable": ["lowercase-global", "duplicate-set-field"]
    }

    """

  /// A strategy to begin with.
  ///
  /// - Parameter name: Its name, `[a-z0-9_-]{1,40}`.
  /// - Returns: The text of the file.
  package static func template(name: String) -> String {
    """
    -- \(name): buys when the price crosses above its average and protects the position at once.
    --
    --   sauda check \(name).lua
    --   sauda replay \(name).lua --ticks FILE

    strategy {
      name = "\(name)",
      symbols = { "SIM:IBM" },
      limits = { max_orders = 20, max_loss = 5000 },
    }

    params {
      period = { 200, min = 2, max = 100000 },  -- ticks of the average
      qty = { 10, min = 1, max = 10000 },
    }

    local average = ta.ema(params.period)
    local was_above = false

    function on_tick(tick)
      average:update(tick.ltp)
      if not average.ready then return end
      local is_above = tick.ltp > average.value
      if is_above and not was_above and position(tick.symbol).is_flat then
        local order = buy(tick.symbol, params.qty, { stop_loss = pct(0.5), take_profit = R(2) })
        if not order.ok then log.warn("not bought: %s (%s)", order.reason, order.detail) end
      end
      was_above = is_above
    end

    function on_fill(fill)
      log.info("%s %d at %.2f (%s)", fill.side, fill.qty, fill.price, fill.reason)
    end

    """
  }
}

/// The names that scripts may have.
package enum StrategyName {
  /// Whether a name may be a strategy's: `[a-z0-9_-]{1,40}`.
  package static func isValid(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    return (1...40).contains(bytes.count)
      && bytes.allSatisfy {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
          || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
      }
  }
}
