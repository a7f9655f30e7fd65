-- Opening-range breakout: the first minutes make a range; the first break of it is traded, once a
-- day, with the stop in the middle of the range, half of it sold at the first target, and an exit by
-- the clock.
--
--   sauda replay examples/opening_range.lua --ticks examples/ticks/ibm_20131008.csv.gz

strategy {
  name = "opening_range",
  symbols = { "SIM:IBM" },
  allow_short = true,               -- a break downwards is sold short
  limits = { max_orders = 1 },      -- an Indian day; this session crosses its midnight
}

params {
  minutes = { 30, min = 1, max = 240 },
  risk = { 500, min = 1, max = 1000000 },  -- rupees lost when the stop is hit
}

local opened, high, low

local function enter(tick, side, price)
  local middle = (high + low) / 2
  local qty = math.floor(params.risk / math.abs(price - middle))
  local order = side(tick.symbol, qty, {
    tag = "breakout",
    stop_loss = middle,
    take_profit = { { at = R(1), share = 0.5 }, { at = R(3), share = 0.5 } },
    breakeven = { after = R(1) },
    time_exit = "5h",
  })
  state.done = true
  if order.ok then
    log.info("range %.2f to %.2f: %s %d", low, high, order.side, qty)
  else
    log.warn("no trade today: %s (%s)", order.reason, order.detail)
  end
end

function on_tick(tick)
  opened = opened or tick.time
  if tick.time - opened < params.minutes * 60000 then
    high = math.max(high or tick.ltp, tick.ltp)
    low = math.min(low or tick.ltp, tick.ltp)
  elseif not state.done then
    if tick.ltp > high then enter(tick, buy, tick.ask) end
    if tick.ltp < low then enter(tick, sell, tick.bid) end
  end
end

function on_position(pos, event)
  if event == "closed" then log.info("the day made %.2f", pos.net_pnl) end
end
