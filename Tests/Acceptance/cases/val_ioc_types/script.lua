strategy { name = "val_ioc_types", symbols = { "SIM:X" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
local function fate(o) return o.status .. (o.status == "cancelled" and " " .. o.reason or "") end
local a, b, c, d, e, f
plan[1] = function(tick)
  a = buy(S, 1, { validity = "IOC" })
  b = buy(S, 2, { validity = "IOC", type = "stop", trigger = 105 })
  c = buy(S, 3, { validity = "IOC", type = "stop", trigger = 100 })
  d = buy(S, 4, { validity = "IOC", type = "stop_limit", trigger = 100, price = 100.10 })
  e = buy(S, 5, { validity = "IOC", type = "limit", price = 100.10 })
  f = buy(S, 6, { validity = "IOC", type = "stop_limit", trigger = 100, price = 100.20 })
end
plan[2] = function(tick)
  eq(fate(a), "executed", "market"); eq(fate(b), "cancelled ioc", "stop"); eq(fate(c), "executed", "triggered stop")
  eq(fate(d), "cancelled ioc", "triggered stop_limit"); eq(fate(e), "cancelled ioc", "limit"); eq(fate(f), "executed", "marketable stop_limit")
end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
