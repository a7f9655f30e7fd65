strategy { name = "sq_product_held", symbols = { "SIM:X" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) buy(S, 10) end
plan[2] = function(tick)
  local o = buy(S, 5, { product = "CNC" })
  eq(o.ok, false, "ok"); eq(o.reason, "QUANTITY", "reason"); eq(o.detail:find("INTRADAY", 1, true) ~= nil, true, "detail " .. o.detail)
  close(S)
end
plan[3] = function(tick) eq(buy(S, 5, { product = "CNC" }).ok, true, "when flat") end
plan[4] = function(tick)
  local o = buy(S, 5); eq(o.reason, "QUANTITY", "the strategy's product"); eq(o.detail:find("CNC", 1, true) ~= nil, true, "detail " .. o.detail)
  close(S)
end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
