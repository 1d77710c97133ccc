-- Marts: the small, sorted tables every answer reads. Columns are declared here once; the rows are
-- written by analytics/sql/marts/*.sql whenever a load touches their days.
CREATE SCHEMA IF NOT EXISTS mart;

-- A customer's first paid order, to tell new from returning.
CREATE TABLE mart.customers (
    customer_id VARCHAR NOT NULL,
    first_paid_at TIMESTAMPTZ NOT NULL
);

-- An order. `buyer` and `order_key` are 64-bit keys of the ids; a credit note is no order.
CREATE TABLE mart.orders (
    placed_day DATE NOT NULL,
    placed_hour UTINYINT NOT NULL,
    paid_day DATE,
    paid_hour UTINYINT,
    channel VARCHAR,
    campaign VARCHAR,
    region VARCHAR,
    device VARCHAR,
    payment_method VARCHAR,
    customer_type VARCHAR NOT NULL,
    order_key UBIGINT NOT NULL,
    buyer UBIGINT,
    is_order BOOLEAN NOT NULL,
    is_paid BOOLEAN NOT NULL,
    gross_amount DECIMAL(18, 4) NOT NULL,
    paid_amount DECIMAL(18, 4),
    refund_amount DECIMAL(18, 4) NOT NULL,
    discount_amount DECIMAL(18, 4) NOT NULL
);

-- An order line with its exact share of the order's amounts; an order without lines is one row.
CREATE TABLE mart.items (
    placed_day DATE NOT NULL,
    placed_hour UTINYINT NOT NULL,
    paid_day DATE,
    paid_hour UTINYINT,
    channel VARCHAR,
    campaign VARCHAR,
    region VARCHAR,
    device VARCHAR,
    payment_method VARCHAR,
    customer_type VARCHAR NOT NULL,
    category VARCHAR,
    sku VARCHAR,
    scene VARCHAR,
    order_key UBIGINT NOT NULL,
    buyer UBIGINT,
    is_order BOOLEAN NOT NULL,
    is_paid BOOLEAN NOT NULL,
    gross_amount DECIMAL(18, 4) NOT NULL,
    paid_amount DECIMAL(18, 4),
    refund_amount DECIMAL(18, 4) NOT NULL,
    discount_amount DECIMAL(18, 4) NOT NULL,
    quantity DOUBLE
);

-- Day × channel sums of what adds up: history, trends, forecasts. `axis`: placed or paid day.
CREATE TABLE mart.days (
    axis VARCHAR NOT NULL,
    day DATE NOT NULL,
    channel VARCHAR,
    order_count BIGINT NOT NULL,
    gross_amount DECIMAL(38, 4) NOT NULL,
    paid_amount DECIMAL(38, 4),
    refund_amount DECIMAL(38, 4) NOT NULL,
    discount_amount DECIMAL(38, 4) NOT NULL
);

-- A visitor in an hour on a channel, campaign, device and region; bots are left out.
CREATE TABLE mart.visits (
    day DATE NOT NULL,
    hour UTINYINT NOT NULL,
    channel VARCHAR,
    campaign VARCHAR,
    device VARCHAR,
    region VARCHAR,
    visitor UBIGINT NOT NULL
);

-- The hourly exports, on the shop's days.
CREATE TABLE mart.traffic (
    day DATE NOT NULL,
    hour UTINYINT NOT NULL,
    channel VARCHAR,
    campaign VARCHAR,
    device VARCHAR,
    impressions BIGINT,
    clicks BIGINT,
    sessions BIGINT,
    bounces BIGINT,
    dwell_seconds DOUBLE,
    daily_visitors BIGINT
);

CREATE TABLE mart.spend (
    day DATE NOT NULL,
    hour UTINYINT NOT NULL,
    channel VARCHAR,
    campaign VARCHAR,
    media_cost DECIMAL(18, 4) NOT NULL,
    true_cost DECIMAL(18, 4) NOT NULL,
    impressions BIGINT,
    clicks BIGINT
);

CREATE TABLE mart.tickets (
    day DATE NOT NULL,
    hour UTINYINT NOT NULL,
    channel VARCHAR,
    response_minutes DOUBLE,
    resolution_hours DOUBLE,
    sentiment DOUBLE
);

CREATE TABLE mart.posts (
    day DATE NOT NULL,
    hour UTINYINT NOT NULL,
    channel VARCHAR,
    interactions BIGINT,
    views BIGINT
);

CREATE TABLE mart.payments (
    day DATE NOT NULL,
    hour UTINYINT NOT NULL,
    payment_method VARCHAR,
    failed BOOLEAN NOT NULL
);

-- The words a dimension holds, for checking what people type; most used first.
CREATE TABLE mart.words (
    dimension VARCHAR NOT NULL,
    word VARCHAR NOT NULL,
    weight BIGINT NOT NULL
);

-- What the marts were built by; a difference means they are rebuilt whole.
CREATE TABLE mart.built_by (recipe VARCHAR NOT NULL);
