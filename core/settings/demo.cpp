// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/demo.h"

namespace weir::settings {

static RequestSettings get(std::string url, double weight, std::vector<std::string> vary = {})
{
    RequestSettings request;
    request.url = std::move(url);
    request.weight = weight;
    request.vary = std::move(vary);
    return request;
}

static RequestSettings placeOrder()
{
    RequestSettings request;
    request.method = "POST";
    request.url = "/orders";
    request.weight = 3;
    request.headers = {"Content-Type: application/json"};
    request.body = R"({"product": {{id}}, "quantity": {{quantity}}})";
    request.vary = {"id=1..500", "quantity=1..5"};
    return request;
}

static Records<RequestSettings> shopRequests()
{
    Records<RequestSettings> requests;
    requests["list_products"] = get("/products?page={{page}}&limit=20", 40, {"page=1..25"});
    requests["product_by_id"] = get("/products/{{id}}", 30, {"id=1..500"});
    requests["search"] = get("/search?q={{term}}", 15, {"term=1..200"});
    requests["customer_orders"] = get("/customers/{{customer}}/orders", 10, {"customer=1..100"});
    requests["place_order"] = placeOrder();
    requests["sales_report"] = get("/reports/sales", 2);
    return requests;
}

Scenario demoScenario()
{
    Scenario demo;
    demo.scenario.name = "Demo shop";
    demo.load.path = LoadPath::InProcess;
    demo.load.model = LoadModel::Open;
    demo.load.rate = 200;
    demo.load.durationS = 30;
    demo.load.warmupS = 2;
    demo.requests = shopRequests();
    return demo;
}

} // namespace weir::settings
