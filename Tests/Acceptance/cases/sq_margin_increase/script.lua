strategy { name = "sq_margin_increase", symbols = { "SIM:X" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) buy(S, 10, { product = "MARGIN" }) end
plan[2] = function(tick) local o = buy(S, 1); eq(o.reason, "QUANTITY", "reason"); eq(o.detail:find("MARGIN", 1, true) ~= nil, true, "detail " .. o.detail); eq(buy(S, 2, { product = "MARGIN" }).ok, true, "the same product") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
