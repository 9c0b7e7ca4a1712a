package catalog

import (
	"cmp"
	"slices"
	"sync"

	"github.com/shopspring/decimal"
)

// A Catalog is a fixed set of services and channels, ready to be matched with
// statements. It does not change after New and may be used from several
// goroutines.
type Catalog struct {
	services []*Service    // by ID
	channels []*Channel    // by ID
	names    func() *names // made when it is first asked: to find a service by name needs none
}

// New makes a catalog. The order of its arguments means nothing; of two
// services with one ID the later one counts, so that a user's own entry can
// correct one that is built in.
func New(services []*Service, channels []*Channel) *Catalog {
	byID := map[string]*Service{}
	for _, s := range services {
		byID[s.ID] = s
	}
	c := &Catalog{channels: slices.Clone(channels)}
	for _, s := range byID {
		c.services = append(c.services, s)
	}
	slices.SortFunc(c.services, func(a, b *Service) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(c.channels, func(a, b *Channel) int { return cmp.Compare(a.ID, b.ID) })
	c.names = sync.OnceValue(func() *names { return newNames(c.services, c.channels) })
	return c
}

// With returns a catalog with more services; they replace those of their ID.
func (c *Catalog) With(more []*Service) *Catalog {
	return New(append(slices.Clone(c.services), more...), c.channels)
}

// Services returns all services, sorted by ID.
func (c *Catalog) Services() []*Service { return slices.Clone(c.services) }

// Channels returns all channels, sorted by ID.
func (c *Catalog) Channels() []*Channel { return slices.Clone(c.channels) }

// Service returns the service with this ID, or nil.
func (c *Catalog) Service(id string) *Service {
	i, ok := slices.BinarySearchFunc(c.services, id, func(s *Service, id string) int { return cmp.Compare(s.ID, id) })
	if !ok {
		return nil
	}
	return c.services[i]
}

// Channel returns the channel with this ID, or nil. Carriers and cards are
// several channels under one Path.Channel, so "carrier" is none.
func (c *Catalog) Channel(id string) *Channel {
	i, ok := slices.BinarySearchFunc(c.channels, id, func(ch *Channel, id string) int { return cmp.Compare(ch.ID, id) })
	if !ok {
		return nil
	}
	return c.channels[i]
}

// Plans returns the plans of s that cost price, or that did in their first
// period.
func (c *Catalog) Plans(s *Service, price decimal.Decimal, currency string) []Plan {
	var out []Plan
	if s == nil {
		return nil
	}
	for _, p := range s.Plans {
		if p.Currency == currency && (p.Price.Equal(price) || p.FirstPrice.Valid && p.FirstPrice.Decimal.Equal(price)) {
			out = append(out, p)
		}
	}
	return out
}

// Paths returns the ways to end a contract with s that was signed through
// channel: that channel's first, then those inside the service, then the
// others. A nil service, or one for which nothing is known there, gets the
// channel's own way, marked Generic. An empty channel means that it is not
// known.
func (c *Catalog) Paths(s *Service, channel string) []Path {
	var out []Path
	if s != nil {
		out = slices.Clone(s.Cancel)
	}
	if channel != "" && !slices.ContainsFunc(out, func(p Path) bool { return p.Channel == channel }) {
		for _, ch := range c.channels {
			for _, p := range ch.Cancel {
				if p.Channel == channel {
					out = append(out, p)
				}
			}
		}
	}
	rank := func(p Path) int {
		switch {
		case p.Channel == channel && !p.Generic:
			return 0
		case p.Channel == channel:
			return 1
		case p.Channel == "service", p.Channel == "service-web":
			return 2
		case p.Channel == "service-support":
			return 3
		}
		return 4
	}
	slices.SortStableFunc(out, func(a, b Path) int { return rank(a) - rank(b) })
	return out
}
