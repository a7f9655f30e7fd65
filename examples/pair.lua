-- A pair: two shares that usually move together. When their ratio is far below its average, the cheap
-- one is bought; it is sold when the ratio is back. Long only, so that any account can run it.
--
--   sauda replay examples/pair.lua --ticks examples/ticks/us3_20131008.csv.gz

strategy {
  name = "pair",
  symbols = { "SIM:BAC", "SIM:AIG" },
  limits = { max_positions = 1 },
}

params {
  half_life = { 4000, min = 10, max = 1000000 },  -- ticks
  entry = { 2.0, min = 0.5, max = 10 },            -- standard deviations
  value = { 50000, min = 1000, max = 10000000 },   -- rupees a trade
}

local CHEAP, DEAR = "SIM:BAC", "SIM:AIG"
local K = 1 - 0.5 ^ (1 / params.half_life)
local mean, variance, seen = nil, 0, 0

function on_tick(tick)
  local a, b = quote(CHEAP), quote(DEAR)
  if not a or not b then return end
  local ratio = a.ltp / b.ltp
  mean = mean or ratio
  local gap = ratio - mean
  mean = mean + K * gap
  variance = (1 - K) * (variance + K * gap * gap)
  seen = seen + 1
  if seen < 2 * params.half_life then return end

  local score = gap / math.sqrt(variance)
  local pos = position(CHEAP)
  if pos.is_flat and score < -params.entry then
    buy(CHEAP, math.floor(params.value / a.ask), { tag = "cheap", stop_loss = pct(1), time_exit = "60m" })
  elseif pos.is_long and score > 0 then
    close(CHEAP, { tag = "back" })
  end
end
