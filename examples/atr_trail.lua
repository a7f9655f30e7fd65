-- A trailing stop of one's own: the rule follows the price at a multiple of the recent range, an ATR
-- made of one-minute ranges. Sauda holds the stop and lets it move toward profit only.
--
--   sauda replay examples/atr_trail.lua --ticks examples/ticks/ibm_20131008.csv.gz

strategy {
  name = "atr_trail",
  symbols = { "SIM:IBM" },
}

params {
  period = { 14, min = 2, max = 200 },
  width = { 4.0, min = 0.5, max = 20 },
  lookback = { 30, min = 2, max = 500 },  -- minutes whose high is the breakout level
  qty = 100,
}

local minute, high, low
local range            -- Wilder's average of the minutes' ranges
local highs = {}

rule("atr_trail", function(pos, tick, st, args)
  if not range then return nil end
  st.best = math.max(st.best or pos.avg_price, tick.ltp)
  if st.best - tick.ltp > 3 * args.width * range then return exit("fell too fast") end
  return st.best - args.width * range
end)

-- Closes the minute that ended, and says whether the price broke out above the last ones.
local function close_minute(price)
  range = range and range + ((high - low) - range) / params.period or (high - low)
  local top = #highs > 0 and math.max(table.unpack(highs)) or nil
  highs[#highs + 1] = high
  local full = #highs > params.lookback
  if full then table.remove(highs, 1) end
  return full and top ~= nil and price > top
end

function on_tick(tick)
  local now_minute = tick.time // 60000
  if now_minute == minute then
    high, low = math.max(high, tick.ltp), math.min(low, tick.ltp)
    return
  end
  local breakout = minute and close_minute(tick.ltp)
  minute, high, low = now_minute, tick.ltp, tick.ltp
  if breakout and position(tick.symbol).is_flat then
    buy(tick.symbol, params.qty, {
      tag = "breakout",
      stop_loss = points(params.width * range + 0.01),
      rule = { "atr_trail", width = params.width },
    })
  end
end
