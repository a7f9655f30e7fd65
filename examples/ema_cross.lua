-- EMA cross with a stop and a target: long when the fast average rises above the slow one and the
-- two are far enough apart to mean it; out at the stop, at the target, or when the averages cross back.
--
--   sauda replay examples/ema_cross.lua --ticks examples/ticks/ibm_20131008.csv.gz

strategy {
  name = "ema_cross",
  symbols = { "SIM:IBM" },
  limits = { max_loss = 5000, max_orders = 200, cooldown = 30 },
}

params {
  fast = { 200, min = 2, max = 100000 },
  slow = { 2000, min = 3, max = 100000 },
  gap = { 0.02, min = 0, max = 5 },     -- per cent between the averages at the entry
  qty = { 100, min = 1, max = 10000 },
  stop = { 0.10, min = 0.01, max = 20 }, -- per cent below the average price
}

local SYMBOL = "SIM:IBM"
local KF, KS = 2 / (params.fast + 1), 2 / (params.slow + 1)
local fast, slow
local seen, above = 0, false

function on_tick(tick)
  local p = tick.ltp
  fast = fast and fast + KF * (p - fast) or p
  slow = slow and slow + KS * (p - slow) or p
  seen = seen + 1
  if seen < params.slow then return end

  local up = fast > slow * (1 + params.gap / 100)
  if up and not above then
    above = true
    if position(SYMBOL).is_flat then
      buy(SYMBOL, params.qty, { tag = "cross", stop_loss = pct(params.stop), take_profit = R(2) })
    end
  elseif above and fast < slow then
    above = false
    if not position(SYMBOL).is_flat then close(SYMBOL, { tag = "cross back" }) end
  end
end

function on_fill(fill)
  log.info("%s %d at %.2f (%s)", fill.side, fill.qty, fill.price, fill.reason)
end
